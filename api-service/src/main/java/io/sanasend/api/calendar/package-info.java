/** Which day it is: the calendar that quotas, figures and date filters go by. Knows no feature. */
@NullMarked
package io.sanasend.api.calendar;

import org.jspecify.annotations.NullMarked;

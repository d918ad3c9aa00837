/** The envelopes of successful answers and the page a list is read by. Knows no feature. */
@NullMarked
package io.sanasend.api.answer;

import org.jspecify.annotations.NullMarked;

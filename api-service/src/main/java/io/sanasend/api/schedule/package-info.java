/** Work that is done again and again, by one replica at a time. */
@NullMarked
package io.sanasend.api.schedule;

import org.jspecify.annotations.NullMarked;

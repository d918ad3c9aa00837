/**
 * The whole stack: which parts there are, what each is told, in which order they start and stop, and the files that make a second start
 * safe. The parts themselves are in {@code part}.
 */
@NullMarked
package io.sanasend.local.stack;

import org.jspecify.annotations.NullMarked;

/**
 * The line to a linked device: its connection while there is one, and what waits for it while there is none.
 */
@NullMarked
package io.sanasend.simulator.device;

import org.jspecify.annotations.NullMarked;

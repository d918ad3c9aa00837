/**
 * Timers behind an interface, so that tests move the time themselves.
 */
@NullMarked
package io.sanasend.simulator.time;

import org.jspecify.annotations.NullMarked;

/**
 * What the tests share: a simulator on a free port, a real Chromium with wa-js, and a clock that tests move.
 */
@NullMarked
package io.sanasend.simulator.testing;

import org.jspecify.annotations.NullMarked;

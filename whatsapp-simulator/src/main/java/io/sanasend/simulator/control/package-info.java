/**
 * The control API, through which a person or a test plays the phones.
 */
@NullMarked
package io.sanasend.simulator.control;

import org.jspecify.annotations.NullMarked;

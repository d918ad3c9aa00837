/**
 * The switches that make the simulator slow, refuse, stay silent or look like another page version.
 */
@NullMarked
package io.sanasend.simulator.setting;

import org.jspecify.annotations.NullMarked;

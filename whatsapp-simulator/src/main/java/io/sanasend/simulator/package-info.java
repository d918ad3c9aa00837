/**
 * The process: configuration, wiring and life cycle. What WhatsApp does lives in the packages below.
 */
@NullMarked
package io.sanasend.simulator;

import org.jspecify.annotations.NullMarked;

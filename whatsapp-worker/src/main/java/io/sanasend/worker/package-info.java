/** The worker's entry point, its settings and how its parts are put together. */
@NullMarked
package io.sanasend.worker;

import org.jspecify.annotations.NullMarked;

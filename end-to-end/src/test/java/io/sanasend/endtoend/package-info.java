/** The product as its users meet it: packaged services, public API, real browsers, simulated phones. */
@NullMarked
package io.sanasend.endtoend;

import org.jspecify.annotations.NullMarked;

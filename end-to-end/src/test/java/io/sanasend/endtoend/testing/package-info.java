/** The running product and its callers, for the tests beside. Knows nothing of the services' classes. */
@NullMarked
package io.sanasend.endtoend.testing;

import org.jspecify.annotations.NullMarked;

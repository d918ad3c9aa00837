/** What the tests of this module share: real servers, a worker to script, callers to call as. */
@NullMarked
package io.sanasend.api.testing;

import org.jspecify.annotations.NullMarked;

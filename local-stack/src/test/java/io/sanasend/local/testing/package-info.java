/** What the tests of this module share. */
@NullMarked
package io.sanasend.local.testing;

import org.jspecify.annotations.NullMarked;

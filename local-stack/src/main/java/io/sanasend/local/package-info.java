/** The command line of the local stack: start, status, stop. */
@NullMarked
package io.sanasend.local;

import org.jspecify.annotations.NullMarked;

/** Processes of the operating system: which one is ours, how one is ended, which port is free. Knows no particular program. */
@NullMarked
package io.sanasend.local.process;

import org.jspecify.annotations.NullMarked;

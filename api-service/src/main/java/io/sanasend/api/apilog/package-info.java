/** The log of every API request: how it is collected, written, kept and read. It costs a request no look anywhere. */
@NullMarked
package io.sanasend.api.apilog;

import org.jspecify.annotations.NullMarked;

/** Workers as they make themselves known, and the only way to them: their internal HTTP API in blocking calls, every failure as a sealed problem. */
@NullMarked
package io.sanasend.api.worker;

import org.jspecify.annotations.NullMarked;

/** The only way to a worker: its internal HTTP API in blocking calls, every failure as a sealed problem. */
@NullMarked
package io.sanasend.api.worker;

import org.jspecify.annotations.NullMarked;

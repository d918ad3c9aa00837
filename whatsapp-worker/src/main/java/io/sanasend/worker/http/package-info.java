/** The internal HTTP API: routes, the shared secret, one error mapper. */
@NullMarked
package io.sanasend.worker.http;

import org.jspecify.annotations.NullMarked;

/** Events of workers: received on the management port, applied once. */
@NullMarked
package io.sanasend.api.event;

import org.jspecify.annotations.NullMarked;

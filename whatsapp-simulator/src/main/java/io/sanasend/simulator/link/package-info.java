/**
 * Linking a device: QR refs that rotate and expire, and pairing codes.
 */
@NullMarked
package io.sanasend.simulator.link;

import org.jspecify.annotations.NullMarked;

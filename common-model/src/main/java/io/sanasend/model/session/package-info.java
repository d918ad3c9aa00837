/** A linked number in the words both services share: its id, its state and why, its QR code. No transport, no storage. */
@NullMarked
package io.sanasend.model.session;

import org.jspecify.annotations.NullMarked;

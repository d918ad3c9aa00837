package io.sanasend.model.wire;

import io.sanasend.model.message.Recipient;

/**
 * Asks a worker for a code that the owner of a phone types, instead of scanning one.
 *
 * @param phone the number of the phone, in digits
 */
public record PairingRequest(Recipient phone) {
    public PairingRequest {
        if (phone.isGroup()) {
            throw new IllegalArgumentException("a group has no phone");
        }
    }
}

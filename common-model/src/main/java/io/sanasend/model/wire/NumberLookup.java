package io.sanasend.model.wire;

import org.jspecify.annotations.Nullable;

/**
 * Whether a number is on WhatsApp.
 *
 * @param waId the id WhatsApp gives it, which may differ from the number asked (Brazil's ninth digit)
 * @param lid its {@code …@lid} id, where known
 */
public record NumberLookup(
        boolean exists, @Nullable String waId, @Nullable String lid) {

    @Override
    public String toString() {
        return "NumberLookup[exists=" + exists + "]";
    }
}

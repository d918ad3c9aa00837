package io.sanasend.worker.whatsapp;

import java.util.Locale;
import java.util.Optional;

/** What a page announces as an event, under its own name in lower case, and does not show in its signals. */
public enum Trouble {
    /** It could not open its storage: as if it were not linked, whatever the profile holds. */
    STORAGE_INITIALIZATION_ERROR,
    /** WhatsApp has banned the number for a while. */
    ACCOUNT_TEMPORARILY_BANNED;

    /** The trouble of that name; most events are none. */
    static Optional<Trouble> of(String event) {
        for (Trouble trouble : values()) {
            if (trouble.name().toLowerCase(Locale.ROOT).equals(event)) {
                return Optional.of(trouble);
            }
        }
        return Optional.empty();
    }
}

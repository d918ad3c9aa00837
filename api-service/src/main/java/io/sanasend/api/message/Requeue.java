package io.sanasend.api.message;

import io.sanasend.api.usage.UsageDays;

/** How a message that ended is put back into its place: the part that the statements which do so have in common. */
final class Requeue {

    /**
     * Sets a message {@code m} of a {@code lane} with the reading of its outage clock. Its validity begins anew. One that was
     * attempted is looked up before it is sent again, though it is known to have failed.
     */
    static final String SET = """
            status = 'queued', error_code = NULL, error_message = NULL, setbacks = 0, settled_at = NULL,
            unconfirmed = m.attempts > 0,
            attempt_linked_at = CASE WHEN m.unconfirmed THEN m.attempt_linked_at END,
            expires_at_outage = lane.outage + m.validity * CAST(1000 AS bigint)""";

    /**
     * Messages {@code m} that can be put back: those that ended without going out, still have their file, and are not about to be
     * removed. Whoever does so holds the usage of their user.
     */
    static final String POSSIBLE = """
            m.status IN ('failed', 'expired') AND (m.message_type = 'text' OR m.media_key IS NOT NULL) AND NOT\s""" + UsageDays.SEALED;

    private Requeue() {}
}

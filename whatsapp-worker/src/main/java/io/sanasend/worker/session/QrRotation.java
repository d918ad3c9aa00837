package io.sanasend.worker.session;

import io.sanasend.model.session.QrCode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The QR codes of one session: each new text is a new version, and each round of codes has an end.
 *
 * <p>WhatsApp shows six codes a round, the first for 60 s and the others for 20 s each (page of April 2026). Not
 * thread-safe.
 */
final class QrRotation {

    private static final Duration FIRST_LIFE = Duration.ofSeconds(60);
    private static final Duration NEXT_LIFE = Duration.ofSeconds(20);

    private @Nullable QrCode newest;
    private boolean visible;
    private int shownInRound;
    private int rounds;

    /** The code to scan now. */
    @Nullable
    QrCode current() {
        return visible ? newest : null;
    }

    /** How many rounds have ended without a scan. */
    int rounds() {
        return rounds;
    }

    /** The page shows that text now; true if it is a new one. */
    boolean show(String payload, Instant now) {
        visible = true;
        if (newest != null && newest.payload().equals(payload)) {
            return false;
        }
        Duration life = shownInRound == 0 ? FIRST_LIFE : NEXT_LIFE;
        shownInRound++;
        newest = new QrCode(payload, newest == null ? 1 : newest.version() + 1, now.plus(life));
        return true;
    }

    /** There is nothing to scan now. */
    void hide() {
        visible = false;
    }

    /** The last code of the round has expired. */
    void endRound() {
        hide();
        shownInRound = 0;
        rounds++;
    }

    /** The session begins anew; versions go on counting. */
    void restart() {
        hide();
        shownInRound = 0;
        rounds = 0;
    }
}

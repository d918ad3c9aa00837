package io.sanasend.worker.session;

import io.sanasend.model.session.QrCode;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.session.StateReason;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.worker.event.SessionEvents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a session shows of itself: every change counts up the revision, is reported, and wakes whoever waits.
 *
 * <p>Thread-safe by its own monitor.
 */
final class SessionStatus {

    private final Clock clock;
    private final SessionEvents events;
    private SessionSnapshot snapshot;

    SessionStatus(SessionId id, @Nullable Instant linkedAt, Clock clock, SessionEvents events) {
        this.clock = clock;
        this.events = events;
        this.snapshot = new SessionSnapshot(
                id,
                0,
                linkedAt != null ? SessionState.DISCONNECTED : SessionState.LOGGED_OUT,
                linkedAt != null,
                linkedAt,
                StateReason.of("not_started"),
                clock.instant(),
                null,
                null,
                null);
    }

    synchronized SessionSnapshot snapshot() {
        return snapshot;
    }

    SessionState state() {
        return snapshot().state();
    }

    /** Enters a state, or stays in it with another reason, QR code or phone. Reports only what really changes. */
    synchronized void enter(
            SessionState state,
            @Nullable Instant linkedAt,
            StateReason reason,
            @Nullable QrCode qr,
            @Nullable String phone) {
        boolean sameState = state == snapshot.state();
        String knownPhone = phone == null && linkedAt != null ? snapshot.phone() : phone;
        Instant since = sameState ? snapshot.since() : clock.instant();
        change(state, linkedAt, reason, since, qr, knownPhone, snapshot.page());
    }

    void enter(SessionState state, @Nullable Instant linkedAt, StateReason reason) {
        enter(state, linkedAt, reason, null, null);
    }

    synchronized void page(SessionSnapshot.@Nullable Page page) {
        SessionSnapshot now = snapshot;
        change(now.state(), now.linkedAt(), now.reason(), now.since(), now.qr(), now.phone(), page);
    }

    private void change(
            SessionState state,
            @Nullable Instant linkedAt,
            StateReason reason,
            Instant since,
            @Nullable QrCode qr,
            @Nullable String phone,
            SessionSnapshot.@Nullable Page page) {
        long revision = snapshot.revision();
        boolean linked = linkedAt != null;
        SessionId id = snapshot.id();
        var same = new SessionSnapshot(id, revision, state, linked, linkedAt, reason, since, qr, phone, page);
        if (same.equals(snapshot)) {
            return;
        }
        snapshot = new SessionSnapshot(id, revision + 1, state, linked, linkedAt, reason, since, qr, phone, page);
        events.changed(snapshot);
        notifyAll();
    }

    /** Waits until the session is as wanted; returns how it is then, or when the time is over. */
    synchronized SessionSnapshot await(Predicate<SessionSnapshot> wanted, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            long left = patience.toMillis();
            while (!wanted.test(snapshot) && left > 0) {
                wait(left);
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return snapshot;
    }
}

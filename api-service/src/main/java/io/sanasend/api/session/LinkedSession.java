package io.sanasend.api.session;

import io.sanasend.api.audit.Facts;
import io.sanasend.api.worker.Sighting;
import io.sanasend.model.session.QrCode;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.session.StateReason;
import io.sanasend.model.wire.SessionSnapshot;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An instance of a user: one number, linked or about to be. */
@Entity
@Table(name = "sessions")
public class LinkedSession {

    private static final StateReason WORKER_AWAY = StateReason.of(
            "worker_away",
            "The worker that keeps this number's browser profile is not there; start it again, or another one of the same"
                    + " profiles. Messages wait.");

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @Column(name = "user_id")
    private long userId;

    @Column(name = "instance_name")
    private String instanceName;

    @Column(name = "wire_id")
    private @Nullable String wireId;

    @Column(name = "is_primary")
    private boolean primary;

    @Column(name = "is_wanted")
    private boolean wanted;

    private SessionState state;

    @Column(name = "is_linked")
    private boolean linked;

    /** When the device that is linked now was linked; another time is another device. */
    @Column(name = "linked_at")
    private @Nullable Instant linkedAt;

    @Column(name = "reason_code")
    private String reasonCode;

    @Column(name = "reason_advice")
    private @Nullable String reasonAdvice;

    private Instant since;

    private @Nullable ShownQr qr;

    private @Nullable String phone;

    @Column(name = "worker_id")
    private @Nullable String workerId;

    private @Nullable String profiles;

    /** Null for {@link LastSighting#NONE}: its columns are. */
    private @Nullable LastSighting lastSighting;

    @Column(name = "connected_at")
    private @Nullable Instant connectedAt;

    @Column(name = "last_active_at")
    private @Nullable Instant lastActiveAt;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Column(name = "deleted_at")
    private @Nullable Instant deletedAt;

    @Column(name = "is_to_be_erased")
    private boolean toBeErased;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected LinkedSession() {}

    LinkedSession(long userId, String instanceName, boolean primary, Instant now) {
        this.userId = userId;
        this.instanceName = instanceName;
        this.primary = primary;
        this.wanted = true;
        this.state = SessionState.INITIALIZING;
        this.reasonCode = "created";
        this.since = now;
        this.createdAt = now;
        this.updatedAt = now;
    }

    void nameOnTheWire(SessionId wireId) {
        this.wireId = wireId.value();
    }

    /** Whether the sighting, which is one of the present run of its worker, tells something newer than what is known. */
    boolean isOlderThan(Sighting sighting) {
        return lastSighting().isOlderThan(sighting, since);
    }

    /** Another state, or the same one in another run of the worker, which may have lost what was asked of the last. */
    boolean isTurnedBy(Sighting sighting) {
        return sighting.snapshot().state() != state || !lastSighting().isOfTheSameRunAs(sighting);
    }

    /** Takes over what a worker saw; the caller has asked {@link #isOlderThan} before. */
    void become(Sighting sighting, Instant now) {
        SessionSnapshot seen = sighting.snapshot();
        if (seen.state() == SessionState.CONNECTED) {
            connectedAt = state == SessionState.CONNECTED && connectedAt != null ? connectedAt : seen.since();
            lastActiveAt = sighting.at();
        }
        state = seen.state();
        linked = seen.linked();
        // A snapshot that does not say it does not link another device.
        linkedAt = seen.linkedAt() != null ? seen.linkedAt() : linked ? linkedAt : null;
        reasonCode = seen.reason().code();
        reasonAdvice = seen.reason().advice();
        since = seen.since();
        qr = ShownQr.of(seen.qr());
        // A snapshot taken before the page knows its number does not unlink it.
        phone = seen.phone() != null ? seen.phone() : linked ? phone : null;
        lastSighting = LastSighting.of(sighting);
        updatedAt = now;
    }

    /** Ends it without the word of a worker; whatever a worker says from now on is newer. */
    void end(SessionState end, StateReason reason, Instant now) {
        enter(end, reason, now);
    }

    /** Its worker is gone with its browser, and no other may take it: it waits, linked. */
    void awaitWorker(Instant now) {
        enter(SessionState.RECONNECTING, WORKER_AWAY, now);
    }

    boolean isAwaitingWorker() {
        return reasonCode.equals(WORKER_AWAY.code());
    }

    /** From now on that worker has it, and only what it says counts. */
    void host(String worker, String place) {
        if (!worker.equals(workerId)) {
            workerId = worker;
            lastSighting = null;
        }
        profiles = place;
    }

    private void enter(SessionState entered, StateReason reason, Instant now) {
        state = entered;
        reasonCode = reason.code();
        reasonAdvice = reason.advice();
        since = now;
        qr = null;
        lastSighting = LastSighting.nobodys(now);
        updatedAt = now;
    }

    private LastSighting lastSighting() {
        return lastSighting == null ? LastSighting.NONE : lastSighting;
    }

    void want(boolean running, Instant now) {
        wanted = running;
        updatedAt = now;
    }

    void makePrimary(Instant now) {
        primary = true;
        updatedAt = now;
    }

    void resignAsPrimary(Instant now) {
        primary = false;
        updatedAt = now;
    }

    void delete(Instant now) {
        end(SessionState.LOGGED_OUT, StateReason.of("deleted"), now);
        deletedAt = now;
        primary = false;
        wanted = false;
        linked = false;
        linkedAt = null;
    }

    /** Deletes it before the worker unlinked and erased it, which is yet to be done. */
    void deleteUnerased(Instant now) {
        delete(now);
        toBeErased = true;
    }

    void noteErased() {
        toBeErased = false;
    }

    /** It should have a browser: its owner did not stop it, its phone did not unlink it, and it did not give up. */
    boolean shouldRun() {
        return wanted && linked && !state.isEnd();
    }

    /** Its owner had it stopped so long ago, and the request ended before the worker was asked. */
    boolean isStopUnfinished(Instant now, Duration deadline) {
        return !wanted && !state.isEnd() && updatedAt.plus(deadline).isBefore(now);
    }

    /** It was started but never linked, and nothing was heard of it for so long. */
    boolean isStuckStart(Instant now, Duration deadline) {
        return !linked && !state.isEnd() && updatedAt.plus(deadline).isBefore(now);
    }

    /** Messages for it are accepted, and held while it is not connected. */
    public boolean acceptsMessages() {
        return linked && !state.isEnd();
    }

    public long id() {
        return id;
    }

    public long userId() {
        return userId;
    }

    public String instanceName() {
        return instanceName;
    }

    public SessionId wireId() {
        return new SessionId(Objects.requireNonNull(wireId, "a stored session has its wire id"));
    }

    public SessionState state() {
        return state;
    }

    /** Who hosts it, or did last. */
    @Nullable
    String workerId() {
        return workerId;
    }

    /** The place its profile is in. */
    @Nullable
    String profiles() {
        return profiles;
    }

    /** When the device was linked that is linked now; another time is another device. */
    public @Nullable Instant linkedAt() {
        return linkedAt;
    }

    boolean isDeleted() {
        return deletedAt != null;
    }

    /** As it is audited; whose number it is, is not. */
    Facts facts() {
        return Facts.NONE
                .withText("instance_name", instanceName)
                .with("session", wireId)
                .with("status", state().wireName())
                .with("is_linked", isLinked())
                .with("is_wanted", isWanted())
                .with("is_primary", isPrimary());
    }

    boolean isPrimary() {
        return primary;
    }

    boolean isWanted() {
        return wanted;
    }

    /** The profile holds a linked device, whatever the state. */
    boolean isLinked() {
        return linked;
    }

    StateReason reason() {
        return new StateReason(reasonCode, reasonAdvice);
    }

    /** The QR code, if there is one that can still be scanned. */
    Optional<QrCode> qr(Instant now, Duration grace) {
        return Optional.ofNullable(qr).flatMap(shown -> shown.at(now, grace));
    }

    @Nullable
    String phone() {
        return phone;
    }

    @Nullable
    Instant connectedAt() {
        return connectedAt;
    }

    @Nullable
    Instant lastActiveAt() {
        return lastActiveAt;
    }
}

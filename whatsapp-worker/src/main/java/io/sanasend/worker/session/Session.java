package io.sanasend.worker.session;

import io.sanasend.model.message.WaMessageId;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.session.StateReason;
import io.sanasend.model.wire.NumberLookup;
import io.sanasend.model.wire.PairingCode;
import io.sanasend.model.wire.PairingRequest;
import io.sanasend.model.wire.SendReceipt;
import io.sanasend.model.wire.SendRequest;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.model.wire.WorkerErrorCode;
import io.sanasend.worker.browser.HeldProfile;
import io.sanasend.worker.browser.ProfileDirectory;
import io.sanasend.worker.event.SessionEvents;
import io.sanasend.worker.whatsapp.LookupOutcome;
import io.sanasend.worker.whatsapp.Pages;
import io.sanasend.worker.whatsapp.SendOutcome;
import io.sanasend.worker.whatsapp.WhatsAppPage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One linked number, or one that is being linked: what its owner may ask of it.
 *
 * <p>Thread-safe. What touches the page runs in the session's lane, in the order it was asked for; what the page
 * reports is weighed by {@link PageWatch}.
 */
public final class Session implements AutoCloseable {

    /** What an owner's stop grants a call that is still running. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    /** WhatsApp does not say how long a code lives; clients ask for another after a little over three minutes. */
    private static final Duration PAIRING_CODE_LIFE = Duration.ofMinutes(3);

    private final SessionId id;
    private final HeldProfile held;
    private final SessionStatus status;
    private final Lane lane;
    private final PageRuns runs;
    private final PageWatch watch;
    private final SessionSettings settings;
    private final Clock clock;
    private long highestFence;

    Session(
            SessionId id,
            HeldProfile held,
            Pages pages,
            SessionEvents events,
            SessionSettings settings,
            StartSlots starts,
            Clock clock) {
        this.id = id;
        this.held = held;
        ProfileDirectory profile = held.directory();
        this.settings = settings;
        this.clock = clock;
        this.status = new SessionStatus(id, profile.linkedAt(), clock, events);
        this.lane = new Lane(id, settings.waitingCalls());
        this.runs = new PageRuns(held, pages, new MessageNews(id, events), lane, starts, clock);
        this.watch = new PageWatch(profile, runs, status, settings, clock);
    }

    public SessionSnapshot snapshot() {
        return status.snapshot();
    }

    boolean isRunning() {
        return runs.current() != null;
    }

    /** Starts it unless it runs. Returns at once. */
    void start() {
        watch.start();
    }

    /** Goes on with the browser that a former worker left, or starts one on its profile. Returns at once. */
    void resume() {
        watch.resume();
    }

    /** Looks at the clock; called about once a second. */
    void tick() {
        watch.tick();
    }

    /** Waits until there is something to scan, it is connected, or it has ended. */
    public SessionSnapshot awaitUsable(Duration patience) {
        return status.await(
                now -> now.qr() != null
                        || now.state() == SessionState.CONNECTED
                        || now.state().isEnd(),
                patience);
    }

    /** Stops the browser; the number stays linked. Returns when no process is left. */
    public SessionSnapshot stop() {
        runs.stop(watch.stop(StateReason.of("stopped_by_owner")), STOP_PATIENCE);
        return snapshot();
    }

    /**
     * Unlinks the number on WhatsApp, ends the browser and erases the profile. A session that does not run is started
     * for it. When WhatsApp cannot be reached, the profile is erased all the same, and the reason says so.
     */
    SessionSnapshot logout() {
        boolean unlinked = !snapshot().linked() || unlink();
        StateReason reason = unlinked
                ? StateReason.of("logged_out_by_owner")
                : StateReason.of(
                        "erased_without_logout",
                        "WhatsApp could not be reached. Remove this device on the phone, under linked devices.");
        runs.end(watch.unlink(reason), STOP_PATIENCE);
        Lane.await(runs.erase(), STOP_PATIENCE.multipliedBy(2));
        if (held.directory().exists()) {
            throw new WorkerProblem(
                    WorkerErrorCode.INTERNAL_ERROR,
                    "the profile of session " + id + " could not be erased; see the log");
        }
        return snapshot();
    }

    private boolean unlink() {
        long deadline = System.nanoTime() + settings.logout().toNanos();
        start();
        SessionSnapshot now = status.await(
                s -> s.state() == SessionState.CONNECTED || s.state().isEnd(), settings.logout());
        if (now.state() == SessionState.CONNECTED) {
            watch.expectLogout("logged_out_by_owner");
            runs.tell("logout", WhatsAppPage::logout);
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            now = status.await(s -> s.state().isEnd(), left);
        }
        return now.state() == SessionState.LOGGED_OUT;
    }

    /** A new round of codes; starts the session if it does not run. */
    public SessionSnapshot refreshQr(Duration patience) {
        SessionSnapshot asked = snapshot();
        if (!isRunning()) {
            start();
            return awaitUsable(patience);
        }
        if (asked.linked()) {
            throw new WorkerProblem(
                    WorkerErrorCode.INVALID_REQUEST, "session " + id + " is linked; log out before linking anew");
        }
        long before = asked.qr() == null ? 0 : asked.qr().version();
        watch.refreshQr();
        return status.await(
                now -> (now.qr() != null && now.qr().version() > before)
                        || now.state() == SessionState.CONNECTED
                        || now.state().isEnd(),
                patience);
    }

    /**
     * Sends a message and waits for WhatsApp's server.
     *
     * @throws WorkerProblem if it is fenced off or not connected; nothing was handed to the page then
     */
    public SendOutcome send(SendRequest request, @Nullable Path file) {
        return lane.call(() -> connected(request.fence(), page -> {
            held.use(clock.instant());
            SendOutcome outcome = page.send(request, file);
            switch (outcome) {
                case SendOutcome.Unknown _ -> watch.sendAnswered(false);
                case SendOutcome.Deferred _ -> {}
                default -> watch.sendAnswered(true);
            }
            return outcome;
        }));
    }

    /**
     * Looks a message up. Runs behind a send that is still under way, so it cannot overtake it.
     *
     * @throws WorkerProblem as {@link #send}
     */
    public LookupOutcome<SendReceipt> find(WaMessageId message, long fence) {
        return lane.call(() -> connected(fence, page -> page.find(message)));
    }

    /** Asks whether a number is on WhatsApp. */
    public LookupOutcome<NumberLookup> number(String phone) {
        return lane.call(() -> connected(highestFence, page -> page.number(phone)));
    }

    /**
     * A code that links the number when it is typed on its phone.
     *
     * @throws WorkerProblem if a number is linked already, or the page does not wait to be linked
     */
    public LookupOutcome<PairingCode> pairingCode(PairingRequest request) {
        return lane.call(() -> {
            SessionSnapshot now = snapshot();
            if (now.linked()) {
                throw new WorkerProblem(
                        WorkerErrorCode.INVALID_REQUEST, "session " + id + " is linked; log out before linking anew");
            }
            if (now.state() != SessionState.QR_PENDING) {
                throw new WorkerProblem(
                        WorkerErrorCode.SESSION_NOT_CONNECTED,
                        "session " + id + " is " + now.state().wireName());
            }
            return switch (page().pairingCode(request.phone().value())) {
                case LookupOutcome.Found<String>(String code) ->
                    new LookupOutcome.Found<>(new PairingCode(code, watch.awaitTyping(PAIRING_CODE_LIFE)));
                case LookupOutcome.NotFound<String>() -> new LookupOutcome.NotFound<>();
                case LookupOutcome.Unanswered<String>(String detail) -> new LookupOutcome.Unanswered<>(detail);
            };
        });
    }

    /** In the lane, so fences are seen in the order of the calls. */
    private <T> T connected(long fence, Function<WhatsAppPage, T> call) {
        if (fence < highestFence) {
            throw new WorkerProblem(
                    WorkerErrorCode.FENCED,
                    "fence " + fence + " is older than " + highestFence + ": another dispatcher has session " + id);
        }
        highestFence = fence;
        SessionState state = status.state();
        if (state != SessionState.CONNECTED) {
            throw new WorkerProblem(WorkerErrorCode.SESSION_NOT_CONNECTED, "session " + id + " is " + state.wireName());
        }
        return call.apply(page());
    }

    private WhatsAppPage page() {
        PageRun run = runs.current();
        WhatsAppPage page = run == null ? null : run.page();
        if (page == null) {
            throw new WorkerProblem(WorkerErrorCode.SESSION_NOT_CONNECTED, "session " + id + " has no browser now");
        }
        return page;
    }

    /** Ends the browser in good order without a word to the api, and gives the profile back: another worker may have it. */
    void drain() {
        runs.end(watch.retire(), STOP_PATIENCE);
        lane.close();
        held.close();
    }

    /** Leaves the browser running, without a word to the api: the worker stops, the session does not. */
    @Override
    public void close() {
        runs.leave(watch.retire(), STOP_PATIENCE);
        lane.close();
        held.close();
    }
}

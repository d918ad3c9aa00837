package io.sanasend.worker.session;

import io.sanasend.model.session.SessionState;
import io.sanasend.model.session.StateReason;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.worker.browser.ProfileDirectory;
import io.sanasend.worker.whatsapp.Assessment;
import io.sanasend.worker.whatsapp.PageSignals;
import io.sanasend.worker.whatsapp.Trouble;
import io.sanasend.worker.whatsapp.WhatsAppPage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws a session's state from what its page shows, and decides when a page is loaded again, started anew or given up.
 *
 * <p>Decisions are made under this object's monitor, by whoever brings the news: the page's connection, the clock, the
 * owner. What they lead to is done in the lane. News of a run that is no longer the current one is not heard.
 */
final class PageWatch implements PageRuns.Watcher {

    private static final Logger LOG = LoggerFactory.getLogger(PageWatch.class);
    private static final Duration PING_INTERVAL = Duration.ofSeconds(15);
    /** Sends in a row without an answer, each of which had half a minute. */
    private static final int MOST_UNANSWERED = 3;
    /** A page that takes longer to load waits for the network, not for a processor. */
    private static final Duration SLOT_LIFE = Duration.ofSeconds(20);

    private final ProfileDirectory profile;
    private final PageRuns runs;
    private final SessionStatus status;
    private final SessionSettings settings;
    private final Clock clock;
    private final Recovery recovery;
    private final QrWatch qr;
    private @Nullable Instant linkedAt;
    private final RestartBudget takeOvers = new RestartBudget(3, Duration.ofMinutes(10));
    private @Nullable String logoutReason;
    private boolean banned;
    private boolean retired;

    PageWatch(ProfileDirectory profile, PageRuns runs, SessionStatus status, SessionSettings settings, Clock clock) {
        this.profile = profile;
        this.runs = runs;
        this.status = status;
        this.settings = settings;
        this.clock = clock;
        this.linkedAt = profile.linkedAt();
        this.qr = new QrWatch(runs, status, settings, clock);
        this.recovery = new Recovery(runs.kinds(), settings);
        runs.watchedBy(this);
    }

    /** Starts a browser unless one runs. */
    synchronized void start() {
        if (runs.current() == null) {
            qr.restart();
            recovery.reset();
            logoutReason = null;
            banned = false;
            begin(0, StateReason.of("starting"));
        }
    }

    /** Goes on with what a former worker left; a linked number is only away for a moment. */
    synchronized void resume() {
        if (runs.current() == null) {
            StateReason reason = StateReason.of("worker_restarted");
            if (linkedAt != null) {
                status.enter(SessionState.RECONNECTING, linkedAt, reason);
            }
            begin(0, reason);
        }
    }

    /** Enters an end. The run is not the current one any more, so its news changes nothing; the caller ends it. */
    synchronized @Nullable PageRun end(SessionState state, StateReason reason) {
        PageRun ending = runs.forget();
        qr.hide();
        status.enter(state, linkedAt, reason);
        return ending;
    }

    /** No browser is started any more, whatever news comes. The run is not the current one from now on; the caller sees to it. */
    synchronized @Nullable PageRun retire() {
        retired = true;
        return runs.forget();
    }

    /** As {@link #end}, unless it has ended already. */
    synchronized @Nullable PageRun stop(StateReason reason) {
        return runs.current() == null ? null : end(SessionState.DISCONNECTED, reason);
    }

    /** As {@link #end}, for a number that is not linked any more. */
    synchronized @Nullable PageRun unlink(StateReason reason) {
        // The marker goes first, so that no restart takes the profile for a linked one.
        profile.markUnlinked();
        linkedAt = null;
        return end(SessionState.LOGGED_OUT, reason);
    }

    /** The owner asks for new codes; they do not count as a round that nobody scanned. */
    synchronized void refreshQr() {
        PageRun run = runs.current();
        if (run != null) {
            qr.refresh(run);
        }
    }

    /**
     * A pairing code was given out: until it is over nothing is done to the page that could void it. Answers when that
     * is.
     */
    synchronized Instant awaitTyping(Duration life) {
        return qr.awaitTyping(runs.current(), life);
    }

    /** The page is about to be logged out by us: what it shows then is no suspicion. */
    synchronized void expectLogout(String reason) {
        logoutReason = reason;
    }

    @Override
    public synchronized void signalsChanged(PageRun of, PageSignals signals) {
        if (of == runs.current()) {
            of.signals(signals);
            status.page(new SessionSnapshot.Page(
                    runs.kinds().get(of.kind()),
                    signals.whatsappVersion(),
                    signals.waJsVersion(),
                    signals.supported(),
                    signals.missing()));
            weigh(of);
        }
    }

    @Override
    public synchronized void opened(PageRun of) {
        // What it shows by now: its news may have come faster than its opening.
        if (of.signals() != PageSignals.NONE) {
            signalsChanged(of, of.signals());
        }
    }

    @Override
    public synchronized void logoutAnnounced(PageRun of, String reason) {
        if (of == runs.current() && logoutReason == null) {
            logoutReason = reason;
            weigh(of);
        }
    }

    @Override
    public synchronized void troubleAnnounced(PageRun of, Trouble trouble) {
        if (of != runs.current()) {
            return;
        }
        warn("the page announces " + trouble);
        switch (trouble) {
            case STORAGE_INITIALIZATION_ERROR -> follow(recovery.withoutStorage(of.kind(), clock.instant()));
            case ACCOUNT_TEMPORARILY_BANNED -> {
                banned = true;
                weigh(of);
            }
        }
    }

    /** A send got the server's answer, or none in its time. A page that is connected and sends nothing is dead. */
    synchronized void sendAnswered(boolean answered) {
        PageRun run = runs.current();
        if (run == null || run.sendAnswered(answered) < MOST_UNANSWERED || status.state() != SessionState.CONNECTED) {
            return;
        }
        run.sendAnswered(true);
        warn("the page is connected, and no send is answered");
        if (run.tryRevive()) {
            runs.tell("reload", WhatsAppPage::reload);
        } else {
            recovery.mute(run.kind(), clock.instant()).ifPresent(this::follow);
        }
    }

    @Override
    public synchronized void browserEnded(PageRun of, @Nullable String problem) {
        if (of != runs.current()) {
            return;
        }
        warn(problem == null ? "the browser ended by itself" : problem);
        follow(recovery.ended(of.kind(), problem, clock.instant()));
    }

    /** Looks at the clock. */
    synchronized void tick() {
        PageRun run = runs.current();
        if (run == null) {
            return;
        }
        Instant now = clock.instant();
        if (run.holdsSlotSince(now.minus(SLOT_LIFE))) {
            run.freeSlot();
        }
        if (run.isLate(now)) {
            warn("the page is not usable in time");
            follow(recovery.late(run.kind(), linkedAt != null, run.signals().missing()));
        } else if (run.isQrLate(now)) {
            if (!qr.late(run, now)) {
                follow(recovery.withoutQr(run.kind(), now));
            }
        } else if (run.isDead(settings.answering())) {
            warn("the page does not answer");
            follow(recovery.silent(run.kind(), linkedAt != null, now));
        } else if (run.tryPing(now, PING_INTERVAL)) {
            runs.ping(run);
        }
    }

    private void weigh(PageRun of) {
        PageSignals signals = of.signals();
        if (signals.isLinking()) {
            of.qrCame();
            of.extend(clock.instant().plus(settings.loaded()));
        }
        if (signals.fullReady() && signals.isLinking()) {
            of.usable();
        }
        switch (Assessment.of(signals, new Assessment.Memory(linkedAt != null, logoutReason, banned))) {
            case Assessment.Loading loading -> away(StateReason.of(loading.reason()));
            case Assessment.CutOff cut -> cutOff(of, new StateReason(cut.reason(), cut.advice()));
            case Assessment.QrShown shown -> qr.shown(of, shown.payload());
            case Assessment.QrExpired expired -> {
                if (!qr.expired(of)) {
                    fail(StateReason.of("qr_not_scanned", "Nobody scanned the QR code. Ask for a new one to go on."));
                }
            }
            case Assessment.Connected connected -> connected(of, connected.phone());
            case Assessment.Blocked blocked -> fail(StateReason.of(blocked.reason(), blocked.advice()));
            case Assessment.Suspicious suspicious -> suspect(of);
            case Assessment.LoggedOut out -> loggedOut(out.reason());
        }
    }

    private void away(StateReason reason) {
        qr.hide();
        SessionState state = status.state();
        boolean wasConnected = state == SessionState.CONNECTED || state == SessionState.RECONNECTING;
        status.enter(wasConnected ? SessionState.RECONNECTING : SessionState.INITIALIZING, linkedAt, reason);
    }

    private void cutOff(PageRun of, StateReason reason) {
        boolean news = !status.snapshot().reason().equals(reason);
        away(reason);
        if (news && reason.code().equals(Assessment.CONFLICT) && takeOvers.tryTake(clock.instant())) {
            runs.tell("take-over", WhatsAppPage::takeOver);
        } else if (reason.code().equals(Assessment.NEEDS_UPDATE) && of.tryRevive()) {
            runs.tell("reload", WhatsAppPage::reload);
        }
    }

    private void connected(PageRun of, @Nullable String phone) {
        if (linkedAt == null) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            profile.markLinked(now);
            linkedAt = now;
        }
        qr.restart();
        recovery.succeeded();
        boolean cameBack = status.state() != SessionState.CONNECTED;
        status.enter(SessionState.CONNECTED, linkedAt, StateReason.of("connected"), null, phone);
        if (cameBack) {
            banned = false;
            // Not on every report: a page that has begun to log out says "authenticated" for a while.
            logoutReason = null;
            // What arrived while nobody listened gave no event.
            runs.tell("catching up", WhatsAppPage::catchUp);
        }
    }

    /** It can be a browser that could not open its storage: it is started again before the link is given up. */
    private void suspect(PageRun of) {
        warn("a QR code on a linked profile");
        switch (recovery.suspicious(of.kind(), clock.instant())) {
            case Recovery.Step.StartAgain again -> follow(again);
            case Recovery.Step.GiveUp lost -> loggedOut(lost.reason().code());
        }
    }

    private void loggedOut(String reason) {
        String cause = reason.equals("storage_quota_exceeded")
                ? "The worker's disk is full, so WhatsApp unlinked the number. Free some of it. "
                : "The number was unlinked. ";
        runs.abort(unlink(StateReason.of(reason, cause + "Start the session and scan a new QR code.")));
        runs.erase();
    }

    private void follow(Recovery.Step step) {
        switch (step) {
            case Recovery.Step.StartAgain again -> {
                runs.abort(runs.forget());
                begin(again.kind(), again.reason());
            }
            case Recovery.Step.GiveUp end -> fail(end.reason());
        }
    }

    private void fail(StateReason reason) {
        runs.giveUp(end(SessionState.FAILED, reason));
    }

    private void begin(int kind, StateReason reason) {
        if (retired) {
            return;
        }
        away(reason);
        runs.begin(kind, recovery.patience());
    }

    private void warn(String what) {
        LOG.warn("session {}: {}", status.snapshot().id(), what);
    }
}

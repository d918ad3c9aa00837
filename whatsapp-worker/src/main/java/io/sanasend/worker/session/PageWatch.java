package io.sanasend.worker.session;

import io.sanasend.model.session.SessionState;
import io.sanasend.model.session.StateReason;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.worker.browser.ProfileDirectory;
import io.sanasend.worker.whatsapp.Assessment;
import io.sanasend.worker.whatsapp.PageSignals;
import io.sanasend.worker.whatsapp.WhatsAppPage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final StateReason QR_WAITING =
            StateReason.of("qr_waiting", "Scan the QR code in WhatsApp on the phone, under linked devices.");

    private final ProfileDirectory profile;
    private final PageRuns runs;
    private final SessionStatus status;
    private final SessionSettings settings;
    private final Clock clock;
    private final RestartBudget restarts;
    private final QrRotation qr = new QrRotation();
    private boolean linked;
    private int lateStarts;
    private @Nullable String logoutReason;

    PageWatch(ProfileDirectory profile, PageRuns runs, SessionStatus status, SessionSettings settings, Clock clock) {
        this.profile = profile;
        this.runs = runs;
        this.status = status;
        this.settings = settings;
        this.clock = clock;
        this.linked = profile.isLinked();
        this.restarts = new RestartBudget(settings.restarts(), settings.restartWindow());
        runs.watchedBy(this);
    }

    /** Starts a browser unless one runs. */
    synchronized void start() {
        if (runs.current() == null) {
            qr.restart();
            restarts.refill();
            lateStarts = 0;
            logoutReason = null;
            begin(0, StateReason.of("starting"));
        }
    }

    /** Enters an end. The run is not the current one any more, so its news changes nothing; the caller ends it. */
    synchronized @Nullable PageRun end(SessionState state, StateReason reason) {
        PageRun ending = runs.forget();
        qr.hide();
        status.enter(state, linked, reason);
        return ending;
    }

    /** As {@link #end}, unless it has ended already. */
    synchronized @Nullable PageRun stop(StateReason reason) {
        return runs.current() == null ? null : end(SessionState.DISCONNECTED, reason);
    }

    /** As {@link #end}, for a number that is not linked any more. */
    synchronized @Nullable PageRun unlink(StateReason reason) {
        // The marker goes first, so that no restart takes the profile for a linked one.
        profile.markUnlinked();
        linked = false;
        return end(SessionState.LOGGED_OUT, reason);
    }

    /** The owner asks for new codes; they do not count as a round that nobody scanned. */
    synchronized void refreshQr() {
        PageRun run = runs.current();
        if (run != null) {
            qr.restart();
            askForQr(run);
        }
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
    public synchronized void logoutAnnounced(PageRun of, String reason) {
        if (of == runs.current() && logoutReason == null) {
            logoutReason = reason;
            weigh(of);
        }
    }

    @Override
    public synchronized void browserEnded(PageRun of, @Nullable String problem) {
        if (of != runs.current()) {
            return;
        }
        LOG.warn("session {}: {}", status.snapshot().id(), problem == null ? "the browser ended by itself" : problem);
        if (problem != null && of.kind() + 1 < runs.kinds().size()) {
            tryNextKind(of);
        } else {
            restart(of, StateReason.of(problem == null ? "browser_ended" : "browser_not_started"));
        }
    }

    /** Looks at the clock. */
    synchronized void tick() {
        PageRun run = runs.current();
        if (run == null) {
            return;
        }
        Instant now = clock.instant();
        if (run.isLate(now)) {
            notUsable(run);
        } else if (run.isQrLate(now)) {
            qrLate(run, now);
        } else if (run.isDead(settings.answering())) {
            LOG.warn("session {}: the page does not answer", status.snapshot().id());
            restart(run, StateReason.of("page_not_answering"));
        } else if (run.tryPing(now, PING_INTERVAL)) {
            runs.ping(run);
        }
    }

    private void weigh(PageRun of) {
        PageSignals signals = of.signals();
        if (signals.isLinking()) {
            of.usable();
            of.qrCame();
        }
        switch (Assessment.of(signals, new Assessment.Memory(linked, logoutReason))) {
            case Assessment.Loading loading -> away(StateReason.of(loading.reason()));
            case Assessment.CutOff cut -> away(new StateReason(cut.reason(), cut.advice()));
            case Assessment.QrShown shown -> showQr(of, shown.payload());
            case Assessment.QrExpired expired -> qrExpired(of);
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
        status.enter(wasConnected ? SessionState.RECONNECTING : SessionState.INITIALIZING, linked, reason);
    }

    private void showQr(PageRun of, String payload) {
        of.usable();
        if (qr.show(payload, clock.instant())) {
            of.qrCame();
        }
        status.enter(SessionState.QR_PENDING, false, QR_WAITING, qr.current(), null);
    }

    private void qrExpired(PageRun of) {
        of.usable();
        if (of.awaitsQr()) {
            return;
        }
        qr.endRound();
        if (qr.rounds() >= settings.qrRounds()) {
            fail(StateReason.of("qr_not_scanned", "Nobody scanned the QR code. Ask for a new one to go on."));
        } else {
            status.enter(SessionState.QR_PENDING, false, StateReason.of("qr_expired"));
            askForQr(of);
        }
    }

    private void askForQr(PageRun of) {
        of.awaitQr(clock.instant().plus(settings.qrRefresh()));
        runs.tell("QR refresh", WhatsAppPage::refreshQr);
    }

    private void qrLate(PageRun of, Instant now) {
        if (of.tryReload()) {
            of.awaitQr(now.plus(settings.usable()));
            runs.tell("reload", WhatsAppPage::reload);
        } else {
            restart(of, StateReason.of("qr_refresh_failed"));
        }
    }

    private void connected(PageRun of, @Nullable String phone) {
        if (!linked) {
            profile.markLinked();
            linked = true;
        }
        qr.restart();
        lateStarts = 0;
        boolean cameBack = status.state() != SessionState.CONNECTED;
        status.enter(SessionState.CONNECTED, true, StateReason.of("connected"), null, phone);
        if (cameBack) {
            // Not on every report: a page that has begun to log out says "authenticated" for a while.
            logoutReason = null;
            // What arrived while nobody listened gave no event.
            runs.tell("reading of unread messages", WhatsAppPage::readUnread);
        }
    }

    /** It can be a browser that could not open its storage: it is started again before the link is given up. */
    private void suspect(PageRun of) {
        LOG.warn("session {}: a QR code on a linked profile", status.snapshot().id());
        if (restarts.tryTake(clock.instant())) {
            replace(of.kind(), StateReason.of("qr_on_linked_profile"));
        } else {
            loggedOut("link_lost");
        }
    }

    private void loggedOut(String reason) {
        runs.abort(
                unlink(StateReason.of(reason, "The number was unlinked. Start the session and scan a new QR code.")));
        runs.erase();
    }

    private void notUsable(PageRun of) {
        String missing = String.join(", ", of.signals().missing());
        LOG.warn(
                "session {}: the page is not usable in time; it lacks [{}]",
                status.snapshot().id(),
                missing);
        if (of.kind() + 1 < runs.kinds().size()) {
            tryNextKind(of);
        } else if (linked) {
            // The network may be away for long; a linked number does not give up waiting for it.
            lateStarts++;
            replace(0, StateReason.of("page_not_usable", "WhatsApp Web does not load; it is tried again."));
        } else {
            String advice =
                    missing.isEmpty() ? "Check the worker's network." : "It lacks " + missing + ": update wa-js.";
            fail(StateReason.of("page_not_usable", "WhatsApp Web did not become usable. " + advice));
        }
    }

    private void tryNextKind(PageRun of) {
        int next = of.kind() + 1;
        replace(next, StateReason.of("retrying_in_" + runs.kinds().get(next).replace('-', '_')));
    }

    private void restart(PageRun of, StateReason reason) {
        if (restarts.tryTake(clock.instant())) {
            replace(of.kind(), reason);
        } else {
            fail(StateReason.of("browser_keeps_failing", "See the worker's log, then start the session again."));
        }
    }

    private void fail(StateReason reason) {
        runs.abort(end(SessionState.FAILED, reason));
    }

    private void replace(int kind, StateReason reason) {
        runs.abort(runs.forget());
        begin(kind, reason);
    }

    private void begin(int kind, StateReason reason) {
        Duration patience = settings.usable().multipliedBy(1L << Math.min(lateStarts, 6));
        Instant by = clock.instant().plus(patience.compareTo(LONGEST_START) < 0 ? patience : LONGEST_START);
        away(reason);
        runs.begin(kind, by);
    }
}

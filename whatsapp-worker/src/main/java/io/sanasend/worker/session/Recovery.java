package io.sanasend.worker.session;

import io.sanasend.model.session.StateReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows when a browser or its page fails: another start, in which kind of browser and with how much patience, or
 * the end of trying. Decides only; not thread-safe.
 */
final class Recovery {

    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    private final List<String> kinds;
    private final SessionSettings settings;
    private final RestartBudget restarts;
    private int lateStarts;

    /** @param kinds labels of the kinds of browser to try, in order */
    Recovery(List<String> kinds, SessionSettings settings) {
        this.kinds = kinds;
        this.settings = settings;
        this.restarts = new RestartBudget(settings.restarts(), settings.restartWindow());
    }

    /** What to do. */
    sealed interface Step {

        /** @param kind index of the kind of browser to start */
        record StartAgain(int kind, StateReason reason) implements Step {}

        record GiveUp(StateReason reason) implements Step {}
    }

    /** The owner starts it: what went wrong before does not count. */
    void reset() {
        restarts.refill();
        lateStarts = 0;
    }

    /** It is connected: the next start may take as long as the first. */
    void succeeded() {
        lateStarts = 0;
    }

    /** How long the next start may take to be usable; longer each time it was too short. */
    Duration patience() {
        Duration patience = settings.usable().multipliedBy(1L << Math.min(lateStarts, 6));
        return patience.compareTo(LONGEST_START) < 0 ? patience : LONGEST_START;
    }

    /**
     * The page was not usable in time. The network may be away for long, so a linked number does not give up.
     *
     * @param missing functions that the page and the library do not offer together
     */
    Step late(int kind, boolean linked, List<String> missing) {
        if (hasNext(kind)) {
            return next(kind);
        }
        if (linked) {
            lateStarts++;
            return again(0, StateReason.of("page_not_usable", "WhatsApp Web does not load; it is tried again."));
        }
        String advice = missing.isEmpty()
                ? "Check the worker's network."
                : "It lacks " + String.join(", ", missing) + ": update wa-js.";
        return new Step.GiveUp(StateReason.of("page_not_usable", "WhatsApp Web did not become usable. " + advice));
    }

    /** The page does not answer; as likely the network as the browser. */
    Step silent(int kind, boolean linked, Instant now) {
        StateReason reason = StateReason.of("page_not_answering");
        if (linked) {
            lateStarts++;
            return again(kind, reason);
        }
        return withinBudget(kind, reason, now);
    }

    /**
     * The browser could not be started, or ended by itself.
     *
     * @param problem why it could not be started
     */
    Step ended(int kind, @Nullable String problem, Instant now) {
        if (problem == null) {
            return withinBudget(kind, StateReason.of("browser_ended"), now);
        }
        return hasNext(kind) ? next(kind) : withinBudget(kind, StateReason.of("browser_not_started"), now);
    }

    /** The page showed no new QR codes, even after it was loaded again. */
    Step withoutQr(int kind, Instant now) {
        return withinBudget(kind, StateReason.of("qr_refresh_failed"), now);
    }

    /** The page says it is connected, and sends nothing. A linked number is not given up for it. */
    Optional<Step> mute(int kind, Instant now) {
        return restarts.tryTake(now)
                ? Optional.of(again(kind, StateReason.of("not_sending", "WhatsApp takes no message; see the phone.")))
                : Optional.empty();
    }

    /** The page could not open its storage, which says nothing about the link. */
    Step withoutStorage(int kind, Instant now) {
        return restarts.tryTake(now)
                ? again(kind, StateReason.of("storage_error"))
                : new Step.GiveUp(StateReason.of(
                        "storage_error",
                        "The browser cannot open its storage. Check the worker's disk, then start it."));
    }

    /** A linked profile showed a QR code; to give up means that the link is lost. */
    Step suspicious(int kind, Instant now) {
        return restarts.tryTake(now)
                ? again(kind, StateReason.of("qr_on_linked_profile"))
                : new Step.GiveUp(StateReason.of("link_lost"));
    }

    private Step withinBudget(int kind, StateReason reason, Instant now) {
        return restarts.tryTake(now)
                ? again(kind, reason)
                : new Step.GiveUp(
                        StateReason.of("browser_keeps_failing", "See the worker's log, then start the session again."));
    }

    private boolean hasNext(int kind) {
        return kind + 1 < kinds.size();
    }

    private Step next(int kind) {
        return again(
                kind + 1, StateReason.of("retrying_in_" + kinds.get(kind + 1).replace('-', '_')));
    }

    private static Step again(int kind, StateReason reason) {
        return new Step.StartAgain(kind, reason);
    }
}

package io.sanasend.worker.session;

import io.sanasend.worker.whatsapp.PageSignals;
import io.sanasend.worker.whatsapp.WhatsAppPage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One start of a session's browser: its page, what the page last showed, and the deadlines it has to keep.
 *
 * <p>Thread-safe. The page is used in the lane and may be killed from anywhere.
 */
final class PageRun {

    /** Signs of life in a row that a page owes. */
    private static final int UNANSWERED_OF_THE_DEAD = 2;

    private final Duration patience;
    private int kind;
    private @Nullable WhatsAppPage page;
    private StartSlots.@Nullable Slot slot;
    private boolean ended;
    private PageSignals signals = PageSignals.NONE;
    private @Nullable Instant usableBy;
    private boolean extended;
    private @Nullable Instant newQrBy;
    private @Nullable Instant qrHeldUntil;
    private boolean reloaded;
    private @Nullable Instant pingedAt;
    private boolean pingOpen;
    private long pingStarted;
    private int unanswered;
    private int unansweredSends;
    private boolean revived;

    /**
     * @param kind index of the kind of browser among those to try
     * @param patience how long after its start the page must show a QR code or be registered
     */
    PageRun(int kind, Duration patience) {
        this.kind = kind;
        this.patience = patience;
    }

    synchronized int kind() {
        return kind;
    }

    /** It waits for its turn, which is no fault of the page's. */
    synchronized void waits() {
        usableBy = null;
    }

    /** The time of its start begins to count. The slot is free again when the page is usable, or has ended. */
    synchronized void begins(StartSlots.@Nullable Slot taken, Instant now) {
        usableBy = now.plus(patience);
        slot = taken;
        if (ended) {
            freeSlot();
        }
    }

    /** Takes the page over once it is open; false if the run has ended meanwhile, and the page stays the caller's. */
    synchronized boolean opened(WhatsAppPage opened, int inKind) {
        if (!ended) {
            page = opened;
            kind = inKind;
        }
        return !ended;
    }

    /** Another may load its page: this one is done with it, or takes long for a reason that waiting does not mend. */
    synchronized void freeSlot() {
        if (slot != null) {
            slot.close();
            slot = null;
        }
    }

    synchronized boolean holdsSlotSince(Instant before) {
        return slot != null && slot.taken().isBefore(before);
    }

    synchronized @Nullable WhatsAppPage page() {
        return page;
    }

    /** Ends the browser in good order; in the lane. Idempotent. */
    void close() {
        WhatsAppPage closing = end();
        if (closing != null) {
            closing.close();
        }
    }

    /** Lets go of the browser and leaves it running; in the lane. */
    void leave() {
        WhatsAppPage left = end();
        if (left != null) {
            left.leave();
        }
    }

    private synchronized @Nullable WhatsAppPage end() {
        ended = true;
        freeSlot();
        return page;
    }

    /** Ends the browser at once; from anywhere. */
    void kill() {
        WhatsAppPage killed = page();
        if (killed != null) {
            killed.kill();
        }
    }

    synchronized PageSignals signals() {
        return signals;
    }

    synchronized void signals(PageSignals shown) {
        signals = shown;
    }

    /** The page shows a QR code or is registered: it works in this browser. */
    synchronized void usable() {
        usableBy = null;
        freeSlot();
    }

    /** A registered page may take until then to load; only the first extension counts. */
    synchronized void extend(Instant by) {
        if (usableBy != null && !extended) {
            extended = true;
            usableBy = by;
        }
    }

    synchronized boolean isLate(Instant now) {
        return usableBy != null && now.isAfter(usableBy);
    }

    synchronized boolean awaitsQr() {
        return newQrBy != null;
    }

    synchronized void awaitQr(Instant by) {
        newQrBy = by;
    }

    synchronized void qrCame() {
        newQrBy = null;
        reloaded = false;
    }

    /** Until then the page is left as it is when its codes are over: another way of linking is under way. */
    synchronized void holdQr(Instant until) {
        qrHeldUntil = until;
    }

    /** How long it is left as it is, if that is still to come. */
    synchronized @Nullable Instant qrHeldUntil(Instant now) {
        return qrHeldUntil != null && qrHeldUntil.isAfter(now) ? qrHeldUntil : null;
    }

    synchronized boolean isQrLate(Instant now) {
        return newQrBy != null && now.isAfter(newQrBy);
    }

    /** True the first time: a page is loaded again once before the browser is started anew. */
    synchronized boolean tryReload() {
        boolean first = !reloaded;
        reloaded = true;
        return first;
    }

    /** A send was taken by WhatsApp's server, or got no answer; how many in a row got none. */
    synchronized int sendAnswered(boolean answered) {
        unansweredSends = answered ? 0 : unansweredSends + 1;
        return unansweredSends;
    }

    /** True the first time: a page that sends nothing, or is too old, is loaded again once. */
    synchronized boolean tryRevive() {
        boolean first = !revived;
        revived = true;
        return first;
    }

    /** Whether to ask the page for a sign of life now. */
    synchronized boolean tryPing(Instant now, Duration interval) {
        boolean due = page != null
                && usableBy == null
                && !pingOpen
                && unanswered < UNANSWERED_OF_THE_DEAD
                && (pingedAt == null || now.isAfter(pingedAt.plus(interval)));
        if (due) {
            pingedAt = now;
            pingOpen = true;
            pingStarted = 0;
        }
        return due;
    }

    /** The lane has come to the ping; waiting for its turn does not count against the page. */
    synchronized void pingSent() {
        pingStarted = System.nanoTime();
    }

    synchronized void pingEnded(boolean answered) {
        pingOpen = false;
        pingStarted = 0;
        unanswered = answered ? 0 : unanswered + 1;
    }

    /** The page owes an answer for longer than that, or failed to give one twice in a row. */
    synchronized boolean isDead(Duration answering) {
        boolean overdue = pingStarted != 0 && System.nanoTime() - pingStarted > answering.toNanos();
        return overdue || unanswered >= UNANSWERED_OF_THE_DEAD;
    }
}

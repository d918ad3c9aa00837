package io.sanasend.worker.session;

import io.sanasend.model.message.Ack;
import io.sanasend.model.message.InboundMessage;
import io.sanasend.worker.browser.BrowserKind;
import io.sanasend.worker.browser.BrowserUnavailable;
import io.sanasend.worker.browser.HeldProfile;
import io.sanasend.worker.whatsapp.PageListener;
import io.sanasend.worker.whatsapp.PageSignals;
import io.sanasend.worker.whatsapp.Pages;
import io.sanasend.worker.whatsapp.Trouble;
import io.sanasend.worker.whatsapp.WhatsAppPage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The browser starts of one session, one after the other: opens, replaces and ends them in the session's lane. A new
 * one is opened only when every process of the former is gone.
 *
 * <p>Thread-safe.
 */
final class PageRuns {

    private final HeldProfile held;
    private final Pages pages;
    private final MessageNews messages;
    private final Lane lane;
    private final StartSlots starts;
    private final Clock clock;
    private boolean fresh = true;
    private @Nullable PageRun current;
    private @Nullable Watcher watcher;

    PageRuns(HeldProfile held, Pages pages, MessageNews messages, Lane lane, StartSlots starts, Clock clock) {
        this.starts = starts;
        this.clock = clock;
        this.held = held;
        this.pages = pages;
        this.messages = messages;
        this.lane = lane;
    }

    /** Who decides what news of a run leads to. */
    interface Watcher {
        void signalsChanged(PageRun of, PageSignals signals);

        /** Its page is open, and it is known which kind of browser shows what it showed until now. */
        void opened(PageRun of);

        void logoutAnnounced(PageRun of, String reason);

        void troubleAnnounced(PageRun of, Trouble trouble);

        /** The browser could not be started, for the reason given, or ended by itself. */
        void browserEnded(PageRun of, @Nullable String problem);
    }

    void watchedBy(Watcher deciding) {
        watcher = deciding;
    }

    /** Labels of the kinds of browser to try, in order. */
    List<String> kinds() {
        return pages.kinds().stream().map(BrowserKind::label).toList();
    }

    synchronized @Nullable PageRun current() {
        return current;
    }

    /** Makes a run the current one and opens its page in the lane, behind the end of the former. */
    void begin(int kind, Duration patience) {
        var next = new PageRun(kind, patience);
        synchronized (this) {
            current = next;
        }
        lane.submit("start", () -> open(next));
    }

    /** There is no current run any more, and nobody hears of the former; its end is the caller's to see to. */
    synchronized @Nullable PageRun forget() {
        PageRun forgotten = current;
        current = null;
        return forgotten;
    }

    /** Ends a run and returns when its browser is gone; a call in the lane has that long to finish. */
    void end(@Nullable PageRun ending, Duration patience) {
        if (ending != null) {
            end(ending, () -> close(ending), patience);
        }
    }

    /** As {@link #end}, and the session is not started by itself any more. */
    void stop(@Nullable PageRun ending, Duration patience) {
        if (ending != null) {
            end(ending, () -> closeAndRest(ending), patience);
        }
    }

    private void end(PageRun ending, Runnable close, Duration patience) {
        Future<?> closing = lane.submit("closing", close);
        if (!Lane.await(closing, patience)) {
            ending.kill();
            Lane.await(closing, patience);
        }
    }

    /** Lets go of a run's browser and leaves it running, when the calls before have finished; gives up after a while. */
    void leave(@Nullable PageRun left, Duration patience) {
        if (left != null) {
            Lane.await(lane.submit("leaving", left::leave), patience);
        }
    }

    /** Ends a run without waiting, and at once: what runs in the lane is interrupted. */
    void abort(@Nullable PageRun ending) {
        if (ending != null) {
            Thread.startVirtualThread(ending::kill);
            lane.submit("closing", () -> close(ending));
        }
    }

    /** As {@link #abort}, and the session is not started by itself any more. */
    void giveUp(@Nullable PageRun ending) {
        if (ending != null) {
            Thread.startVirtualThread(ending::kill);
            lane.submit("closing", () -> closeAndRest(ending));
        }
    }

    private void close(PageRun ending) {
        ending.close();
        held.vacate();
    }

    private void closeAndRest(PageRun ending) {
        close(ending);
        held.rest();
    }

    /** Erases the profile, behind the end of its browser. */
    Future<?> erase() {
        return lane.submit("erasing", held.directory()::erase);
    }

    /** Tells the page to do something, later, if it is still there then. */
    void tell(String what, Consumer<WhatsAppPage> order) {
        lane.submit(what, () -> {
            PageRun run = current();
            WhatsAppPage page = run == null ? null : run.page();
            if (page != null) {
                order.accept(page);
            }
        });
    }

    /** Asks the page for a sign of life, in the lane. */
    void ping(PageRun run) {
        lane.submit("sign of life", () -> {
            WhatsAppPage page = run.page();
            if (page != null) {
                run.pingSent();
                run.pingEnded(page.answers());
            }
        });
    }

    /** The first time there may be a browser that a former worker left; it needs no slot, its page is loaded. */
    private void open(PageRun run) {
        if (run != current()) {
            return;
        }
        run.begins(null, clock.instant());
        boolean first = fresh;
        fresh = false;
        try {
            held.begin();
            if (!first || !adopt(run)) {
                start(run);
            }
        } catch (BrowserUnavailable e) {
            run.freeSlot();
            watcher.browserEnded(run, e.getMessage());
        }
    }

    private boolean adopt(PageRun run) {
        Optional<WhatsAppPage> left = pages.adopt(held.directory(), new Listener(run));
        left.ifPresent(page -> opened(run, page, kinds().indexOf(page.browser())));
        return left.isPresent();
    }

    private void start(PageRun run) {
        run.waits();
        StartSlots.Slot slot = starts.take(() -> run == current());
        run.begins(slot, clock.instant());
        if (slot != null) {
            opened(run, pages.open(pages.kinds().get(run.kind()), held.directory(), new Listener(run)), run.kind());
        }
    }

    private void opened(PageRun run, WhatsAppPage page, int kind) {
        if (run.opened(page, kind)) {
            watcher.opened(run);
            page.onExit().thenRun(() -> Thread.startVirtualThread(() -> watcher.browserEnded(run, null)));
        } else {
            page.close();
        }
    }

    private final class Listener implements PageListener {
        private final PageRun run;

        Listener(PageRun run) {
            this.run = run;
        }

        @Override
        public void signalsChanged(PageSignals signals) {
            watcher.signalsChanged(run, signals);
        }

        @Override
        public void logoutAnnounced(String reason) {
            watcher.logoutAnnounced(run, reason);
        }

        @Override
        public void troubleAnnounced(Trouble trouble) {
            watcher.troubleAnnounced(run, trouble);
        }

        @Override
        public void acked(String waMessageId, Ack ack) {
            run.sendAnswered(true);
            messages.acked(waMessageId, ack);
        }

        @Override
        public void received(InboundMessage message) {
            messages.received(message);
        }
    }
}

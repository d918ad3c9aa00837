package io.sanasend.worker.testing;

import static io.sanasend.worker.testing.Soon.soon;

import io.sanasend.worker.browser.BrowserKind;
import io.sanasend.worker.browser.BrowserUnavailable;
import io.sanasend.worker.browser.ProfileDirectory;
import io.sanasend.worker.whatsapp.PageListener;
import io.sanasend.worker.whatsapp.Pages;
import io.sanasend.worker.whatsapp.WhatsAppPage;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Opens {@link FakeWhatsAppPage}s and keeps them all. Thread-safe. */
public final class FakePages implements Pages {

    private final List<BrowserKind> kinds;
    private final List<FakeWhatsAppPage> opened = new CopyOnWriteArrayList<>();
    private final Set<BrowserKind> broken = ConcurrentHashMap.newKeySet();
    private final Queue<BrowserKind> left = new ConcurrentLinkedQueue<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile Consumer<FakeWhatsAppPage> whenOpened = _ -> {};

    public FakePages(BrowserKind... kinds) {
        this.kinds = kinds.length == 0 ? List.of(BrowserKind.SHELL, BrowserKind.CHROME) : List.of(kinds);
    }

    /** What each new page does at once, before whoever opened it has it. */
    public void whenOpened(Consumer<FakeWhatsAppPage> script) {
        whenOpened = script;
    }

    /** Browsers of that kind do not start. */
    public void cannotOpen(BrowserKind kind) {
        broken.add(kind);
    }

    @Override
    public List<BrowserKind> kinds() {
        return kinds;
    }

    @Override
    public WhatsAppPage open(BrowserKind kind, ProfileDirectory profile, PageListener listener) {
        attempts.incrementAndGet();
        if (broken.contains(kind)) {
            throw new BrowserUnavailable("the " + kind.label() + " does not start");
        }
        profile.create();
        var page = new FakeWhatsAppPage(kind, profile, listener);
        opened.add(page);
        whenOpened.accept(page);
        return page;
    }

    /** A former worker left a browser of that kind on every profile; the first session to ask has it. */
    public void leftRunning(BrowserKind kind) {
        left.add(kind);
    }

    @Override
    public Optional<WhatsAppPage> adopt(ProfileDirectory profile, PageListener listener) {
        return Optional.ofNullable(left.poll()).map(kind -> {
            var page = new FakeWhatsAppPage(kind, profile, listener);
            opened.add(page);
            whenOpened.accept(page);
            return page;
        });
    }

    /** How many times a browser was to be started, the failures included. */
    public int attempts() {
        return attempts.get();
    }

    public List<FakeWhatsAppPage> opened() {
        return opened;
    }

    /** How many of them have not ended. */
    public long alive() {
        return opened.stream().filter(page -> !page.hasEnded()).count();
    }

    /** The page of that number, from 1; waits until it is opened. */
    public FakeWhatsAppPage page(int number) {
        soon(() -> opened.size() >= number);
        return opened.get(number - 1);
    }
}

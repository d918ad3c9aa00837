package io.sanasend.worker.browser;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A browser process, the connection to its page, and the driver attached to it. */
final class Chrome implements Browser {

    private static final Logger LOG = LoggerFactory.getLogger(Chrome.class);
    /** IndexedDB is safe at once, localStorage some seconds late: a browser that is asked to end writes both. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final BrowserKind kind;
    private final ProcessGroup process;
    private final DebuggerPort port;
    private final DevTools devTools;
    private final Chromedriver chromedriver;
    private final LiveGroups live;
    private Chromedriver.@Nullable Attached attached;

    Chrome(
            BrowserKind kind,
            ProcessGroup process,
            DebuggerPort port,
            DevTools devTools,
            Chromedriver chromedriver,
            LiveGroups live) {
        this.kind = kind;
        this.process = process;
        this.port = port;
        this.devTools = devTools;
        this.chromedriver = chromedriver;
        this.live = live;
    }

    @Override
    public BrowserKind kind() {
        return kind;
    }

    @Override
    public DevTools devTools() {
        return devTools;
    }

    @Override
    public WebDriver driver() {
        if (attached == null || !chromedriver.serves(attached)) {
            attached = chromedriver.attach(port.address());
        }
        return attached.driver();
    }

    @Override
    public void doubtDriver() {
        Chromedriver.Attached doubted = attached;
        if (doubted != null) {
            Thread.ofVirtual().name("chromedriver-check").start(() -> chromedriver.endUnlessItAnswers(doubted));
        }
    }

    @Override
    public CompletableFuture<?> onExit() {
        return process.onExit();
    }

    @Override
    public void leave() {
        devTools.close();
        live.remove(process.id());
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.terminate(PATIENCE);
        }
        process.kill();
        live.remove(process.id());
        devTools.close();
        try {
            if (attached != null && chromedriver.serves(attached)) {
                attached.driver().quit();
            }
        } catch (WebDriverException e) {
            // The browser is gone already, and with it most of the driver's session.
            LOG.debug("the driver's session had ended before", e);
        }
    }
}

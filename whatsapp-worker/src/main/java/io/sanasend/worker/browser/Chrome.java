package io.sanasend.worker.browser;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.support.ThreadGuard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A browser process the worker started, and the driver attached to it. */
final class Chrome implements Browser {

    private static final Logger LOG = LoggerFactory.getLogger(Chrome.class);
    /** IndexedDB is safe at once, localStorage some seconds late: a browser that is asked to end writes both. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final BrowserKind kind;
    private final ProcessGroup process;
    private final WebDriver driver;
    private final WebDriver guarded;

    Chrome(BrowserKind kind, ProcessGroup process, WebDriver driver) {
        this.kind = kind;
        this.process = process;
        this.driver = driver;
        this.guarded = ThreadGuard.protect(driver);
    }

    @Override
    public BrowserKind kind() {
        return kind;
    }

    @Override
    public WebDriver driver() {
        return driver;
    }

    @Override
    public WebDriver guarded() {
        return guarded;
    }

    @Override
    public CompletableFuture<?> onExit() {
        return process.onExit();
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
        try {
            driver.quit();
        } catch (WebDriverException e) {
            // The browser is gone already, and with it most of the driver's session.
            LOG.debug("the driver's session had ended before", e);
        }
    }
}

package io.sanasend.worker.browser;

import java.util.concurrent.CompletableFuture;
import org.openqa.selenium.WebDriver;

/**
 * A running browser with a driver attached to its one page.
 *
 * <p>The driver is confined to the thread that opened the browser. {@link #kill} and {@link #onExit} may be used from
 * any thread. The owner closes it.
 */
public interface Browser extends AutoCloseable {

    BrowserKind kind();

    /** The driver as it is, for BiDi; commands go through {@link #guarded}. */
    WebDriver driver();

    /** The driver behind a guard that refuses every other thread. */
    WebDriver guarded();

    /** Completes when the browser has ended, for whatever reason. */
    CompletableFuture<?> onExit();

    /** Ends the browser at once, with all its processes, without touching the driver. Idempotent. */
    void kill();

    /** Detaches the driver, lets the browser write what it has, and ends all its processes. Idempotent. */
    @Override
    void close();
}

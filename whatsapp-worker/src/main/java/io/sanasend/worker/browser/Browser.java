package io.sanasend.worker.browser;

import java.util.concurrent.CompletableFuture;
import org.openqa.selenium.WebDriver;

/**
 * A running browser with its one page.
 *
 * <p>The driver is confined to the thread that asked for it first. {@link #kill}, {@link #onExit} and {@link #devTools}
 * may be used from any thread. The owner closes it, or leaves it to a later worker.
 */
public interface Browser extends AutoCloseable {

    BrowserKind kind();

    /** The way by which the page is heard, and asked what needs no driver. */
    DevTools devTools();

    /**
     * The driver, behind a guard that refuses every other thread. It is attached when it is first needed, and again when
     * chromedriver has died meanwhile.
     *
     * @throws BrowserUnavailable if that fails; nothing has been done to the page then
     */
    WebDriver driver();

    /** A command of the driver failed: chromedriver is looked at, and ended if it does not answer. Returns at once. */
    void doubtDriver();

    /** Completes when the browser has ended, for whatever reason. */
    CompletableFuture<?> onExit();

    /** Lets go of the browser and leaves it running. */
    void leave();

    /** Ends the browser at once, with all its processes, without touching the driver. Idempotent. */
    void kill();

    /** Detaches the driver, lets the browser write what it has, and ends all its processes. Idempotent. */
    @Override
    void close();
}

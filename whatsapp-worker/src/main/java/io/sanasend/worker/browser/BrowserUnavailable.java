package io.sanasend.worker.browser;

/** A browser could not be found, started or attached to. The message says which and what to do. */
public final class BrowserUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BrowserUnavailable(String message) {
        super(message);
    }

    public BrowserUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.sanasend.worker.browser;

import java.util.List;

/** Starts browsers on profiles: the seam behind which there is a real browser. Thread-safe. */
public interface Browsers {

    /** The kinds that can be opened, in the order in which they should be tried; never empty. */
    List<BrowserKind> kinds();

    /**
     * Starts a browser on a profile and attaches to it; blocks until both are done.
     *
     * @throws BrowserUnavailable if it does not come up in time, or if another process holds the profile
     */
    Browser open(BrowserKind kind, ProfileDirectory profile);
}

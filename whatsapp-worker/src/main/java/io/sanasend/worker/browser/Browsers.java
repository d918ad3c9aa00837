package io.sanasend.worker.browser;

import java.util.List;
import java.util.Optional;

/** Starts browsers on profiles: the seam behind which there is a real browser. Thread-safe. */
public interface Browsers {

    /** The kinds that can be opened, in the order in which they should be tried; never empty. */
    List<BrowserKind> kinds();

    /**
     * Starts a browser on a profile and connects to it; blocks until both are done.
     *
     * @throws BrowserUnavailable if it does not come up in time, or if another process holds the profile
     */
    Browser open(BrowserKind kind, ProfileDirectory profile);

    /**
     * Connects to the browser that still runs on a profile. One that does not answer within a few seconds is ended, and so
     * is what is left of one.
     *
     * @return empty if none is left running
     */
    Optional<Browser> adopt(ProfileDirectory profile);
}

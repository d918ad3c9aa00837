package io.sanasend.worker.whatsapp;

import io.sanasend.worker.browser.BrowserKind;
import io.sanasend.worker.browser.ProfileDirectory;
import java.util.List;

/** Opens WhatsApp Web on profiles: the seam that lets sessions be tested without a browser. Thread-safe. */
public interface Pages {

    /** The kinds of browser to try, in order; never empty. */
    List<BrowserKind> kinds();

    /**
     * Starts a browser on the profile and begins to load the page; blocks until it loads, not until it is usable.
     *
     * @throws io.sanasend.worker.browser.BrowserUnavailable if no browser came up
     */
    WhatsAppPage open(BrowserKind kind, ProfileDirectory profile, PageListener listener);
}

package io.sanasend.worker.whatsapp;

import io.sanasend.worker.browser.BrowserKind;
import io.sanasend.worker.browser.ProfileDirectory;
import java.util.List;
import java.util.Optional;

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

    /**
     * Goes on with the page that a former worker left on the profile: without a reload, unless it has not the bridge that
     * this worker brings. What it posted while nobody listened comes first.
     *
     * @return empty if no browser is left on the profile, or none that answers
     */
    Optional<WhatsAppPage> adopt(ProfileDirectory profile, PageListener listener);
}

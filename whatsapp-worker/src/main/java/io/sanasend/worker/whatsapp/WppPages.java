package io.sanasend.worker.whatsapp;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sanasend.worker.browser.Browser;
import io.sanasend.worker.browser.BrowserKind;
import io.sanasend.worker.browser.BrowserUnavailable;
import io.sanasend.worker.browser.Browsers;
import io.sanasend.worker.browser.DevTools;
import io.sanasend.worker.browser.ProfileDirectory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the real page (or a stand-in at another address) with wa-js and the bridge in it. */
public final class WppPages implements Pages {

    private static final Logger LOG = LoggerFactory.getLogger(WppPages.class);
    /** A page that is idle answers at once; one that is just loading on a busy machine takes its time. */
    private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(10);

    private final Browsers browsers;
    private final URI address;
    private final PageScript script;
    private final PageDeadlines deadlines;
    private final ObjectMapper json;

    /**
     * @param address the page to open, {@code https://web.whatsapp.com} in production
     */
    public WppPages(Browsers browsers, URI address, PageScript script, PageDeadlines deadlines, ObjectMapper json) {
        this.browsers = browsers;
        this.address = address;
        this.script = script;
        this.deadlines = deadlines;
        this.json = json;
    }

    @Override
    public List<BrowserKind> kinds() {
        return browsers.kinds();
    }

    @Override
    public WhatsAppPage open(BrowserKind kind, ProfileDirectory profile, PageListener listener) {
        Browser browser = browsers.open(kind, profile);
        try {
            WppPage page = prepare(browser, listener);
            page.reload();
            return page;
        } catch (BrowserUnavailable e) {
            browser.close();
            throw e;
        }
    }

    @Override
    public Optional<WhatsAppPage> adopt(ProfileDirectory profile, PageListener listener) {
        return browsers.adopt(profile).flatMap(browser -> {
            try {
                WppPage page = prepare(browser, listener);
                if (!browser.devTools()
                        .evaluate(script.rejoin(), ANSWER_DEADLINE)
                        .asBoolean()) {
                    LOG.info("the page on {} is loaded again: it is another worker's build", profile.root());
                    reloadAsItIs(browser.devTools(), page);
                }
                return Optional.of(page);
            } catch (BrowserUnavailable e) {
                LOG.warn("the browser on {} is ended: {}", profile.root(), e.getMessage());
                browser.kill();
                browser.close();
                return Optional.empty();
            }
        });
    }

    /** Its address can say why it was loaded last: that it was logged out, with the reason. */
    private static void reloadAsItIs(DevTools devTools, WppPage page) {
        if (devTools.evaluate("location.protocol", ANSWER_DEADLINE).asText().startsWith("http")) {
            devTools.command("Page.reload", Map.of(), ANSWER_DEADLINE);
        } else {
            page.reload();
        }
    }

    /** All of it is in place before the page is loaded: injected later it would miss the page's first events. */
    private WppPage prepare(Browser browser, PageListener listener) {
        DevTools page = browser.devTools();
        var channel = new PageChannel(json, listener, new Backlog());
        page.bind(PageScript.CHANNEL, channel::accept, ANSWER_DEADLINE);
        page.command("Page.enable", Map.of(), ANSWER_DEADLINE);
        for (String source : List.of(script.library(), script.bridge())) {
            page.command("Page.addScriptToEvaluateOnNewDocument", Map.of("source", source), ANSWER_DEADLINE);
        }
        return new WppPage(browser, channel, address, deadlines, json);
    }
}

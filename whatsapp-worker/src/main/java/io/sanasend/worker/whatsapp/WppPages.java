package io.sanasend.worker.whatsapp;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sanasend.worker.browser.Browser;
import io.sanasend.worker.browser.BrowserKind;
import io.sanasend.worker.browser.BrowserUnavailable;
import io.sanasend.worker.browser.Browsers;
import io.sanasend.worker.browser.ProfileDirectory;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.bidi.module.Script;
import org.openqa.selenium.bidi.script.ChannelValue;
import org.openqa.selenium.chromium.HasCdp;

/** Opens the real page (or a stand-in at another address) with wa-js and the bridge in it. */
public final class WppPages implements Pages {

    private static final String CHANNEL = "sanasend";

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
            var channel = new PageChannel(json, listener);
            listen(browser, channel);
            browser.guarded().get(address.toString());
            return new WppPage(browser, channel, address, deadlines, json);
        } catch (WebDriverException e) {
            browser.close();
            throw new BrowserUnavailable("the page could not be opened: " + e.getRawMessage(), e);
        }
    }

    /** Both are registered before the first navigation: injected later they would miss the page's first events. */
    private void listen(Browser browser, PageChannel channel) {
        // Closing it would unsubscribe over a connection that ends with the browser anyway.
        @SuppressWarnings("resource")
        var bidi = new Script(browser.driver());
        bidi.onMessage(message -> {
            if (CHANNEL.equals(message.getChannel())
                    && message.getData().getValue().orElse(null) instanceof String text) {
                channel.accept(text);
            }
        });
        bidi.addPreloadScript(script.bridge(), List.of(new ChannelValue(CHANNEL)));
        ((HasCdp) browser.driver())
                .executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script.library()));
    }
}

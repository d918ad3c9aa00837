package io.sanasend.worker.whatsapp;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sanasend.worker.browser.BrowserKind;
import io.sanasend.worker.browser.BrowserUnavailable;
import io.sanasend.worker.browser.ProfileDirectory;
import java.util.List;
import java.util.Optional;

/** Counts how often browsers are started, of which kind and how long that takes. As thread-safe as what it measures. */
public final class MeasuredPages implements Pages {

    private final Pages pages;
    private final MeterRegistry figures;

    public MeasuredPages(Pages pages, MeterRegistry figures) {
        this.pages = pages;
        this.figures = figures;
        // From the start on, so that the first one is seen as a rise.
        pages.kinds().forEach(kind -> starts(kind.label(), "started"));
    }

    @Override
    public List<BrowserKind> kinds() {
        return pages.kinds();
    }

    @Override
    public WhatsAppPage open(BrowserKind kind, ProfileDirectory profile, PageListener listener) {
        Timer.Sample time = Timer.start(figures);
        try {
            WhatsAppPage page = pages.open(kind, profile, listener);
            time.stop(starts(kind.label(), "started"));
            return page;
        } catch (BrowserUnavailable e) {
            time.stop(starts(kind.label(), "failed"));
            throw e;
        }
    }

    @Override
    public Optional<WhatsAppPage> adopt(ProfileDirectory profile, PageListener listener) {
        Timer.Sample time = Timer.start(figures);
        Optional<WhatsAppPage> page = pages.adopt(profile, listener);
        page.ifPresent(adopted -> time.stop(starts(adopted.browser(), "adopted")));
        return page;
    }

    private Timer starts(String kind, String result) {
        return Timer.builder("sanasend.worker.browser.starts")
                .description(
                        "Browsers started, or adopted from a former run of the worker; more than sessions are restarts")
                .tag("kind", kind)
                .tag("result", result)
                .register(figures);
    }
}

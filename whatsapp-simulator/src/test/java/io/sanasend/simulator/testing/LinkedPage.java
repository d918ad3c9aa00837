package io.sanasend.simulator.testing;

import java.nio.file.Path;

/** A simulator, a browser, and a page that is linked to {@link #PHONE}. Closing ends all three. */
public final class LinkedPage implements AutoCloseable {

    public static final String PHONE = "4915112345678";

    private final TestSimulator simulator;
    private final Path profile;
    private Chromium browser;
    private WebPage page;

    private LinkedPage(TestSimulator simulator, Path profile) {
        this.simulator = simulator;
        this.profile = profile;
        this.browser = Chromium.start(profile);
        this.page = WebPage.open(browser, simulator.url());
        simulator.link(page, PHONE);
        page.settle();
    }

    /** @param settings JSON of settings that hold before the page is opened */
    public static LinkedPage start(Path profile, String settings) {
        TestSimulator simulator = TestSimulator.start();
        simulator.put("/control/settings", settings);
        return new LinkedPage(simulator, profile);
    }

    public static LinkedPage start(Path profile) {
        return start(profile, "{}");
    }

    public TestSimulator simulator() {
        return simulator;
    }

    public WebPage page() {
        return page;
    }

    /** Kills the browser and opens the page again on the same profile. */
    public void restartBrowser() {
        killBrowser();
        reopen().untilMain();
        page.settle();
    }

    /** Opens the page again after the browser was killed, whatever it shows then. */
    public WebPage reopen() {
        browser = Chromium.start(profile);
        page = WebPage.open(browser, simulator.url());
        return page;
    }

    public void killBrowser() {
        browser.close();
    }

    @Override
    public void close() {
        browser.close();
        simulator.close();
    }
}

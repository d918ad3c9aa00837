package io.sanasend.worker.browser;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of a browser.
 *
 * @param root whether the worker runs as root, where Chrome's sandbox cannot
 * @param extra the operator's own arguments, last, so that they win
 */
record ChromeCommand(boolean root, List<String> extra) {

    /** Quiet and sparing: nothing is contacted but the page. */
    private static final List<String> COMMON = List.of(
            "--remote-debugging-port=0",
            "--no-first-run",
            "--no-default-browser-check",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-default-apps",
            "--disable-extensions",
            "--disable-sync",
            "--disable-quic",
            "--disable-breakpad",
            "--disable-blink-features=AutomationControlled",
            "--disable-domain-reliability",
            "--disable-client-side-phishing-detection",
            "--metrics-recording-only",
            "--no-pings",
            "--mute-audio",
            "--password-store=basic",
            "--use-mock-keychain",
            // A page in the background must go on working: nobody ever looks at it.
            "--disable-background-timer-throttling",
            "--disable-backgrounding-occluded-windows",
            "--disable-renderer-backgrounding",
            "--window-size=1280,900",
            "--disk-cache-size=52428800",
            "--lang=en-US");

    /** One page needs one renderer, and neither a GPU process nor a network process: half the memory of the shell. */
    private static final List<String> SHELL_ONLY = List.of(
            "--headless",
            "--in-process-gpu",
            "--disable-software-rasterizer",
            "--renderer-process-limit=1",
            "--disable-site-isolation-trials",
            "--enable-features=NetworkServiceInProcess2",
            "--disable-features=IsolateOrigins,site-per-process,Translate,OptimizationHints,MediaRouter");

    /** Full Chrome asks Google for updates, the time and accounts; port 1 is one it never connects to. */
    private static final List<String> CHROME_ONLY = List.of(
            "--headless=new",
            "--component-updater=disable-pings,url-source=https://localhost:1/",
            "--gaia-url=https://localhost:1/",
            "--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider"
                    + ",NetworkTimeServiceQuerying");

    ChromeCommand {
        extra = List.copyOf(extra);
    }

    List<String> line(BrowserKind kind, Path binary, String majorVersion, Path userData) {
        var line = new ArrayList<String>();
        line.add(binary.toString());
        line.addAll(
                switch (kind) {
                    case SHELL -> SHELL_ONLY;
                    case CHROME -> CHROME_ONLY;
                });
        line.addAll(COMMON);
        if (root) {
            line.add("--no-sandbox");
            if (kind == BrowserKind.SHELL) {
                // The two zygotes serve the sandbox that is off.
                line.add("--no-zygote");
            }
        }
        // The page turns away a browser that calls itself headless.
        line.add("--user-agent=Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/"
                + majorVersion + ".0.0.0 Safari/537.36");
        line.add("--user-data-dir=" + userData);
        line.addAll(extra);
        line.add("about:blank");
        return line;
    }
}

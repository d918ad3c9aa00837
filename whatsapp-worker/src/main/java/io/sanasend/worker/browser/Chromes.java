package io.sanasend.worker.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.openqa.selenium.PageLoadStrategy;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.remote.Augmenter;
import org.openqa.selenium.remote.RemoteWebDriver;
import org.openqa.selenium.remote.http.ClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Real browsers: started by the worker in a process group of their own, attached to by their debugging port through one
 * chromedriver (which cannot start the headless shell itself, and must not end the browser with its session).
 *
 * <p>Thread-safe. Owns the chromedriver.
 */
public final class Chromes implements Browsers, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Chromes.class);
    private static final Duration PORT_DEADLINE = Duration.ofSeconds(30);
    /** How long one driver command may take; the page's own deadlines are shorter. */
    private static final Duration COMMAND_DEADLINE = Duration.ofSeconds(45);

    private final InstalledBrowsers installed;
    private final ChromeCommand command;
    private final Chromedriver chromedriver;
    private final Map<BrowserKind, String> versions = new EnumMap<>(BrowserKind.class);

    private Chromes(InstalledBrowsers installed, ChromeCommand command, Path directory) {
        this.installed = installed;
        this.command = command;
        this.chromedriver = new Chromedriver(installed.chromedriver(), directory);
        for (BrowserKind kind : installed.order()) {
            versions.put(kind, InstalledBrowsers.majorVersion(installed.binary(kind)));
        }
    }

    /**
     * Ends what a former worker left on this directory, then is ready to open browsers.
     *
     * @param directory the worker's own, locked directory
     * @param extra arguments appended to the browser's command line
     */
    public static Chromes start(InstalledBrowsers installed, List<String> extra, Path directory) {
        endLeftovers(directory);
        boolean root = "root".equals(System.getProperty("user.name"));
        var chromes = new Chromes(installed, new ChromeCommand(root, extra), directory);
        LOG.info("browsers: {}", chromes.versions);
        // The first session need not wait for it.
        Thread.ofVirtual().name("chromedriver-start").start(chromes.chromedriver::address);
        return chromes;
    }

    /** Judged by the directory on the command line alone: it is under the worker's lock, so nobody else's. */
    private static void endLeftovers(Path directory) {
        String driverLog = "--log-path=" + directory.resolve("chromedriver.log");
        ProcessTable.matching(entry -> entry.arguments().contains(driverLog))
                .forEach(entry -> ProcessGroup.kill(entry.group()));
        var browsers = ProcessTable.ofDirectory(directory);
        browsers.stream().map(ProcessTable.Entry::group).distinct().forEach(ProcessGroup::kill);
        if (!browsers.isEmpty()) {
            LOG.info("ended {} browser processes that a former worker left", browsers.size());
        }
    }

    @Override
    public List<BrowserKind> kinds() {
        return installed.order();
    }

    @Override
    public Browser open(BrowserKind kind, ProfileDirectory profile) {
        profile.create();
        profile.unlock();
        List<String> line =
                command.line(kind, installed.binary(kind), versions.getOrDefault(kind, "0"), profile.userData());
        var mark = Map.of(ProcessTable.PROFILE_VARIABLE, profile.userData().toString());
        ProcessGroup process = ProcessGroup.start(line, mark, profile.log());
        try {
            RemoteWebDriver session = attach(awaitDebuggerAddress(process, profile));
            WebDriver driver = new Augmenter().augment(session);
            return new Chrome(kind, process, driver);
        } catch (WebDriverException e) {
            process.kill();
            throw new BrowserUnavailable("chromedriver could not attach to the browser", e);
        } catch (BrowserUnavailable e) {
            process.kill();
            throw e;
        }
    }

    private RemoteWebDriver attach(String debuggerAddress) {
        var options = new ChromeOptions();
        options.setExperimentalOption("debuggerAddress", debuggerAddress);
        options.enableBiDi();
        options.setPageLoadStrategy(PageLoadStrategy.NONE);
        return (RemoteWebDriver) RemoteWebDriver.builder()
                .oneOf(options)
                .address(chromedriver.address())
                .config(ClientConfig.defaultConfig()
                        .connectionTimeout(Duration.ofSeconds(10))
                        .readTimeout(COMMAND_DEADLINE))
                .build();
    }

    /** The browser writes the port it chose into its profile once it listens. */
    private static String awaitDebuggerAddress(ProcessGroup process, ProfileDirectory profile) {
        Path file = profile.userData().resolve("DevToolsActivePort");
        long deadline = System.nanoTime() + PORT_DEADLINE.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            List<String> lines = read(file);
            if (lines.size() >= 2) {
                return "127.0.0.1:" + lines.getFirst();
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        throw new BrowserUnavailable("the browser did not start; its output is in " + profile.log());
    }

    private static List<String> read(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new BrowserUnavailable("cannot read " + file, e);
        }
    }

    @Override
    public void close() {
        chromedriver.close();
    }
}

package io.sanasend.worker.browser;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.PageLoadStrategy;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.remote.RemoteWebDriver;
import org.openqa.selenium.remote.http.ClientConfig;
import org.openqa.selenium.support.ThreadGuard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one chromedriver that serves all browsers, on a free port of the loopback interface. Started when it is first
 * needed and again when it has died.
 *
 * <p>Thread-safe. Owns its process.
 */
final class Chromedriver implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Chromedriver.class);
    private static final Duration START_DEADLINE = Duration.ofSeconds(20);
    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");

    /** How long one driver command may take; the page's own deadlines are shorter. */
    private static final Duration COMMAND_DEADLINE = Duration.ofSeconds(45);

    private final Path binary;
    private final Path directory;
    private @Nullable ProcessGroup process;
    private @Nullable URI address;

    /**
     * A driver attached to a browser.
     *
     * @param driver refuses every thread but the one that attached it
     * @param by the run of chromedriver that serves it
     */
    record Attached(WebDriver driver, long by) {}

    /**
     * @param directory a directory of the worker's own: the driver's log lies there, and naming it on the command line
     *     marks the process as ours
     */
    Chromedriver(Path binary, Path directory) {
        this.binary = binary;
        this.directory = directory;
    }

    /** Ends the one that a former worker left; it has the worker's directory, which is locked, on its command line. */
    void endFormer() {
        String log = "--log-path=" + directory.resolve("chromedriver.log");
        ProcessTable.matching(entry -> entry.has(log)).forEach(entry -> ProcessGroup.kill(entry.group()));
    }

    /**
     * Where the running driver answers.
     *
     * @throws BrowserUnavailable if it does not start within 20 seconds
     */
    synchronized URI address() {
        if (process == null || address == null || !process.isAlive()) {
            close();
            start();
        }
        return address;
    }

    /** Whether the driver still has the chromedriver it was attached by. */
    synchronized boolean serves(Attached attached) {
        return process != null && process.id() == attached.by() && process.isAlive();
    }

    /**
     * Attaches to a browser, which does nothing to its page.
     *
     * @throws BrowserUnavailable if the browser, or chromedriver, does not answer
     */
    Attached attach(String debuggerAddress) {
        var options = new ChromeOptions();
        options.setExperimentalOption("debuggerAddress", debuggerAddress);
        options.setPageLoadStrategy(PageLoadStrategy.NONE);
        URI at = address();
        try {
            WebDriver driver = RemoteWebDriver.builder()
                    .oneOf(options)
                    .address(at)
                    .config(ClientConfig.defaultConfig()
                            .connectionTimeout(Duration.ofSeconds(10))
                            .readTimeout(COMMAND_DEADLINE))
                    .build();
            return new Attached(ThreadGuard.protect(driver), run());
        } catch (WebDriverException e) {
            throw new BrowserUnavailable("chromedriver could not attach to the browser", e);
        }
    }

    /** Ends the chromedriver that serves a driver if it does not answer; it is started anew when it is needed next. */
    void endUnlessItAnswers(Attached doubted) {
        URI at;
        synchronized (this) {
            if (address == null || !serves(doubted)) {
                return;
            }
            at = address;
        }
        if (!DebuggerPort.answers(at.resolve("/status"))) {
            LOG.warn("chromedriver does not answer and is ended");
            synchronized (this) {
                if (serves(doubted)) {
                    close();
                }
            }
        }
    }

    private synchronized long run() {
        return process == null ? 0 : process.id();
    }

    private void start() {
        Path output = directory.resolve("chromedriver.out");
        process = ProcessGroup.start(
                List.of(
                        binary.toString(),
                        "--port=0",
                        "--log-level=SEVERE",
                        "--log-path=" + directory.resolve("chromedriver.log")),
                Map.of(),
                output);
        address = URI.create("http://127.0.0.1:" + awaitPort(process, output));
        LOG.info("chromedriver started on port {}", address.getPort());
    }

    private static int awaitPort(ProcessGroup process, Path output) {
        long deadline = System.nanoTime() + START_DEADLINE.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            Matcher started = STARTED.matcher(read(output));
            if (started.find()) {
                return Integer.parseInt(started.group(1));
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        process.kill();
        throw new BrowserUnavailable("chromedriver did not start; its output is in " + output);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new BrowserUnavailable("cannot read " + file, e);
        }
    }

    @Override
    public synchronized void close() {
        if (process != null) {
            process.kill();
            process = null;
            address = null;
        }
    }
}

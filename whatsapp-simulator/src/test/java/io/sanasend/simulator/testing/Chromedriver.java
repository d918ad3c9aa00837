package io.sanasend.simulator.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.remote.Augmenter;
import org.openqa.selenium.remote.RemoteWebDriver;

/** One chromedriver for all tests of this JVM; it ends with the JVM. */
final class Chromedriver {

    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
    private static final Duration LONGEST_SCRIPT = Duration.ofSeconds(60);
    private static final URL URL = start();

    private Chromedriver() {}

    /** A session on a browser that runs already. */
    static WebDriver attach(Chromium browser) {
        ChromeOptions options = new ChromeOptions();
        options.setExperimentalOption("debuggerAddress", "127.0.0.1:" + browser.port());
        WebDriver driver = new Augmenter().augment(new RemoteWebDriver(URL, options, false));
        driver.manage().timeouts().scriptTimeout(LONGEST_SCRIPT);
        return driver;
    }

    private static URL start() {
        String executable =
                Optional.ofNullable(System.getenv("SANASEND_CHROMEDRIVER")).orElse("chromedriver");
        try {
            Process process = new ProcessBuilder(executable, "--port=0")
                    .redirectErrorStream(true)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            BufferedReader output = process.inputReader();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Matcher started = STARTED.matcher(line);
                if (started.find()) {
                    Thread.ofVirtual().start(() -> output.lines().forEach(unused -> {}));
                    return URI.create("http://127.0.0.1:" + started.group(1)).toURL();
                }
            }
            throw new IllegalStateException("chromedriver ended before it was ready");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

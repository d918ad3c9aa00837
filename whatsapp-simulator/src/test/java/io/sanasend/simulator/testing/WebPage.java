package io.sanasend.simulator.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.JavascriptException;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TakesScreenshot;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chromium.HasCdp;

/** The simulated page in a real browser, with the unmodified wa-js injected before the document starts. */
public final class WebPage implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path WA_JS = Path.of("node_modules/@wppconnect/wa-js/dist/wppconnect-wa.js");
    private static final List<String> EVENTS = List.of(
            "conn.auth_code_change",
            "conn.main_ready",
            "conn.main_loaded",
            "conn.stream_mode_changed",
            "conn.backend_event",
            "conn.logout",
            "conn.logout_reason",
            "conn.qrcode_idle",
            "conn.needs_update",
            "chat.new_message",
            "chat.msg_ack_change");

    /** Writes each event down as one line of text, `name value value`. */
    private static final String RECORDER = """
            ;window.__events = [];
            for (const name of %s) {
              WPP.on(name, (...values) => {
                const text = values.map((value) =>
                  value && value.fullCode ? 'code'
                  : value && value.proxyName === 'msg' ? `${value.type}:${value.body}`
                  : value && value.ids ? `${value.ack}:${value.ids.map(String)}`
                  : String(value));
                window.__events.push([name, ...text].join(' '));
              });
            }
            """;

    private final WebDriver driver;
    private final String url;

    private WebPage(WebDriver driver, String url) {
        this.driver = driver;
        this.url = url;
    }

    /** Opens the page and waits until wa-js works on it as far as it does without a linked phone. */
    public static WebPage open(Chromium browser, String url) {
        WebPage page = new WebPage(Chromedriver.attach(browser), url);
        page.inject();
        page.driver.get(url);
        page.until("return Boolean(window.WPP?.isInjected)");
        return page;
    }

    /** Opens the same address in one more window of the same profile. */
    public WebPage openSecondWindow() {
        driver.switchTo().newWindow(WindowType.TAB);
        inject();
        driver.get(url);
        until("return Boolean(window.WPP?.isInjected)");
        return this;
    }

    public WebDriver driver() {
        return driver;
    }

    public Object run(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    public String text(String script, Object... arguments) {
        return String.valueOf(run(script, arguments));
    }

    /** Waits until the script answers true; a script that fails while the page reloads is asked again. */
    public void until(String script, Object... arguments) {
        await(script)
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(JavascriptException.class)
                .until(() -> Boolean.TRUE.equals(run(script, arguments)));
    }

    /** The text of the code that is shown now. */
    public String code() {
        until("return Boolean(document.querySelector('[data-ref]'))");
        return text("return document.querySelector('[data-ref]').dataset.ref");
    }

    public void untilMain() {
        until("return WPP.isFullReady && WPP.whatsapp.Stream.mode === 'MAIN' && WPP.whatsapp.Socket.hasSynced");
    }

    /** Some of wa-js's wraps come a second after it says that it is ready; until then acks give no events. */
    public void settle() {
        run("return new Promise((done) => setTimeout(done, 1100))");
    }

    public List<String> events() {
        Object events = run("return window.__events");
        return events instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    public void untilEvent(String event) {
        await(event).atMost(PATIENCE).until(() -> events().contains(event));
    }

    public void reload() {
        run("window.__old = true");
        driver.navigate().refresh();
        until("return !window.__old && Boolean(window.WPP?.isInjected)");
    }

    public byte[] screenshot() {
        return ((TakesScreenshot) driver).getScreenshotAs(OutputType.BYTES);
    }

    @Override
    public void close() {
        driver.quit();
    }

    private void inject() {
        String names = EVENTS.stream().map(name -> "'" + name + "'").toList().toString();
        String source = "window.WPPConfig = {disableGoogleAnalytics: true, linkPreviewApiServers: []};"
                + waJs()
                + RECORDER.formatted(names);
        ((HasCdp) driver).executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", source));
    }

    private static String waJs() {
        try {
            return Files.readString(WA_JS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

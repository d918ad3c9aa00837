package io.sanasend.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import io.sanasend.simulator.testing.Chromium;
import io.sanasend.simulator.testing.TestSimulator;
import io.sanasend.simulator.testing.WebPage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptException;

/** Linking a browser to a phone, through wa-js. */
class LinkingIT {

    private static final String PHONE = "4915112345678";

    @TempDir
    Path profile;

    private TestSimulator simulator;
    private Chromium browser;

    @BeforeEach
    void start() {
        simulator = TestSimulator.start();
        browser = Chromium.start(profile);
    }

    @AfterEach
    void stop() {
        browser.close();
        simulator.close();
    }

    private WebPage open() {
        return WebPage.open(browser, simulator.url());
    }

    @Test
    void landingPageShowsTheCodeAsTextAndAsPicture() throws Exception {
        WebPage page = open();

        String code = page.code();

        assertThat(code).startsWith("https://wa.me/settings/linked_devices#2@");
        assertThat(code.split(",")).hasSize(5);
        assertThat(page.driver()
                        .findElement(By.cssSelector("div[data-ref] > canvas[role=img]"))
                        .getSize()
                        .width)
                .isEqualTo(228);
        assertThat(textInPicture(page.screenshot())).isEqualTo(code);
    }

    @Test
    void authCodeIsTheFirstFourPartsOfTheShownCode() {
        WebPage page = open();
        String code = page.code();
        page.untilEvent("conn.auth_code_change code");

        String fullCode = page.text("return WPP.conn.getAuthCode().then((code) => code.fullCode)");

        assertThat(code).contains("#" + fullCode + ",");
        assertThat(page.run("return WPP.conn.isAuthenticated()")).isEqualTo(false);
        assertThat(page.run("return WPP.conn.isRegistered()")).isEqualTo(false);
    }

    @Test
    void scannedPageGoesThroughPairingAndSyncToMain() {
        WebPage page = open();
        page.until("return WPP.isFullReady");

        simulator.link(page, PHONE);

        assertThat(page.run("return WPP.conn.isAuthenticated()")).isEqualTo(true);
        assertThat(page.run("return WPP.conn.isRegistered()")).isEqualTo(true);
        assertThat(page.text("return String(WPP.conn.getMyUserId())")).isEqualTo(PHONE + "@c.us");
        assertThat(page.events())
                .containsSubsequence(
                        "conn.stream_mode_changed QR",
                        "conn.main_ready",
                        "conn.backend_event set_socket_state PAIRING",
                        "conn.backend_event set_socket_state CONNECTED",
                        "conn.stream_mode_changed SYNCING",
                        "conn.stream_mode_changed MAIN",
                        "conn.backend_event main_stream_mode_ready");
        assertThat(page.events()).doesNotContain("conn.main_loaded");
        assertThat(page.run("return document.querySelector('[data-ref]')")).isNull();
    }

    @Test
    void roundOfCodesEndsIdleAndTheButtonBeginsANewOne() {
        simulator.put("/control/settings", "{\"qr_first_seconds\": 3, \"qr_next_seconds\": 1}");
        WebPage page = open();
        String first = page.code();

        page.untilEvent("conn.qrcode_idle");

        assertThat(page.text("return WPP.whatsapp.Socket.state")).isEqualTo("UNPAIRED_IDLE");
        assertThat(page.driver().findElements(By.tagName("button"))).hasSize(1);
        String last = page.code();
        assertThat(last).isNotEqualTo(first);
        assertThat(scan(last)).isEqualTo(410);

        page.driver()
                .findElement(By.cssSelector("button span[data-icon='refresh-large']"))
                .click();

        page.until("return document.querySelector('[data-ref]').dataset.ref !== arguments[0]", last);
        assertThat(page.text("return WPP.whatsapp.Socket.state")).isEqualTo("UNPAIRED");
    }

    @Test
    void busRefreshesTheCodeAndRefreshQrThrows() {
        WebPage page = open();
        String first = page.code();

        assertThatThrownBy(() -> page.run("return WPP.conn.refreshQR()"))
                .isInstanceOf(JavascriptException.class)
                .hasMessageContaining("refreshQR is not a function");
        page.run("WPP.whatsapp.BackendEventBus.triggerRefreshQR()");

        page.until("return document.querySelector('[data-ref]').dataset.ref !== arguments[0]", first);
        assertThat(scan(first)).isEqualTo(410);
    }

    @Test
    void codeCanBeUsedOnlyOnceAndAnAlteredOneNever() {
        WebPage page = open();
        String code = page.code();

        assertThat(scan(code.replaceFirst(",.", ",_"))).isEqualTo(404);
        assertThat(scan("2@nothing,a,b,c")).isEqualTo(404);
        assertThat(scan(code)).isEqualTo(200);
        assertThat(scan(code)).isEqualTo(409);
    }

    @Test
    void phoneLinksByTypingThePairingCode() {
        WebPage page = open();
        page.until("return WPP.isFullReady");

        String code = page.text("return WPP.conn.genLinkDeviceCodeForPhoneNumber(arguments[0])", PHONE);

        assertThat(code).matches("[1-9A-Z]{8}");
        assertThat(simulator
                        .post("/control/phones/" + PHONE + "/pairing-code", "{\"code\": \"" + code + "\"}")
                        .status())
                .isEqualTo(200);
        page.untilMain();
    }

    @Test
    void killedBrowserComesBackLinkedWithoutACode() {
        WebPage page = open();
        simulator.link(page, PHONE);
        browser.close();

        browser = Chromium.start(profile);
        WebPage restored = open();
        restored.untilMain();

        assertThat(restored.events())
                .contains("conn.stream_mode_changed MAIN")
                .doesNotContain("conn.stream_mode_changed QR");
        assertThat(restored.run("return WPP.conn.isAuthenticated()")).isEqualTo(true);
    }

    private int scan(String code) {
        return simulator
                .post("/control/scan", "{\"qr\": \"" + code + "\", \"phone\": \"" + PHONE + "\"}")
                .status();
    }

    private static String textInPicture(byte[] png) throws IOException, NotFoundException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
        int[] pixels = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
        RGBLuminanceSource source = new RGBLuminanceSource(picture.getWidth(), picture.getHeight(), pixels);
        return new MultiFormatReader()
                .decode(new BinaryBitmap(new HybridBinarizer(source)), Map.of())
                .getText();
    }
}

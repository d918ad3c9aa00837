package io.sanasend.simulator;

import static io.sanasend.simulator.testing.LinkedPage.PHONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sanasend.simulator.testing.LinkedPage;
import io.sanasend.simulator.testing.TestSimulator;
import io.sanasend.simulator.testing.WebPage;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.JavascriptException;

/** What happens to a linked page: cuts, crashes, a second window, logouts. */
class ConnectionIT {

    private static final String TO = "4917600000201";
    private static final String SEND = "return WPP.chat.sendTextMessage(arguments[0] + '@c.us', arguments[1], "
            + "{createChat: true, markIsRead: false, linkPreview: false}).then((sent) => sent.id)";
    private static final String ACK = "return WPP.chat.getMessageById(arguments[0]).then((m) => m.ack)";

    @TempDir
    Path profile;

    private LinkedPage linked;
    private WebPage page;
    private TestSimulator simulator;

    @BeforeEach
    void link() {
        linked = LinkedPage.start(profile);
        page = linked.page();
        simulator = linked.simulator();
    }

    @AfterEach
    void stop() {
        linked.close();
    }

    @Test
    void cutShowsInTheSocketWhileTheStreamStaysMain() {
        simulator.post("/control/phones/" + PHONE + "/cut", "{}");

        page.until("return WPP.whatsapp.Socket.state === 'OPENING' && WPP.whatsapp.Socket.stream === 'DISCONNECTED'");
        assertThat(page.text("return WPP.whatsapp.Stream.mode")).isEqualTo("MAIN");
        page.untilEvent("conn.backend_event socket_stream_disconnected");

        page.run("window.sent = WPP.chat.sendTextMessage(arguments[0] + '@c.us', 'waits', {createChat: true})", TO);
        simulator.post("/control/phones/" + PHONE + "/restore", "{}");

        page.until("return WPP.whatsapp.Socket.state === 'CONNECTED' && WPP.whatsapp.Socket.stream === 'CONNECTED'");
        assertThat(page.text("return window.sent.then((sent) => sent.sendMsgResult.messageSendResult)"))
                .isEqualTo("OK");
        assertThat(simulator.messages(TO)).hasSize(1);
    }

    @Test
    void killedBrowserFindsItsMessagesAgainAndSendsNoneByItself() {
        String known = page.text(SEND, TO, "before the crash");
        await().until(() -> Long.valueOf(2).equals(page.run(ACK, known)));
        simulator.put("/control/settings", "{\"answer\": false, \"answer_lost_after_taking\": false}");
        page.run(
                "WPP.chat.sendTextMessage(arguments[0] + '@c.us', 'unknown', {createChat: true, "
                        + "messageId: 'true_' + arguments[0] + '@c.us_3EB0000000000000000201'})",
                TO);
        String unknown = "true_" + TO + "@c.us_3EB0000000000000000201";
        page.until("return WPP.chat.getMessageById(arguments[0]).then(() => true)", unknown);
        long arrivals = arrivals();
        simulator.put("/control/settings", "{\"answer\": true}");

        linked.restartBrowser();
        WebPage restored = linked.page();

        assertThat(restored.run(ACK, known)).isEqualTo(2L);
        assertThat(restored.run(ACK, unknown)).isEqualTo(0L);
        assertThat(arrivals()).isEqualTo(arrivals);
        assertThat(restored.text(
                        "return WPP.chat.getMessageById(arguments[0]).catch((failure) => failure.code)",
                        "true_" + TO + "@c.us_3EB0FFFFFFFFFFFFFFFFFF"))
                .isEqualTo("msg_not_found");

        assertThat(restored.text(
                        "return WPP.chat.sendTextMessage(arguments[0] + '@c.us', 'unknown', "
                                + "{createChat: true, messageId: arguments[1]}).then((sent) => sent.sendMsgResult.messageSendResult)",
                        TO,
                        unknown))
                .isEqualTo("OK");
        assertThat(simulator.messages(TO)).hasSize(2);
    }

    @Test
    void messageThatCameWhileTheBrowserWasAwayIsUnread() {
        linked.killBrowser();
        simulator.post("/control/phones/" + TO + "/messages", "{\"to\": \"" + PHONE + "\", \"body\": \"missed\"}");

        linked.restartBrowser();
        WebPage restored = linked.page();

        assertThat(restored.events()).noneMatch(event -> event.startsWith("chat.new_message"));
        assertThat(restored.text(
                        "return WPP.chat.getMessages(arguments[0] + '@c.us', {count: 5, onlyUnread: true})"
                                + ".then((messages) => messages.map((m) => m.body).join())",
                        TO))
                .isEqualTo("missed");
        restored.reload();
        restored.untilMain();
        assertThat(restored.run("return WPP.chat.get(arguments[0] + '@c.us').unreadCount", TO))
                .isEqualTo(1L);
    }

    @Test
    void secondWindowTakesOverAndTheFirstCanTakeItBack() {
        String first = page.driver().getWindowHandle();
        page.openSecondWindow().untilMain();
        String second = page.driver().getWindowHandle();

        page.driver().switchTo().window(first);
        page.until("return WPP.whatsapp.Socket.state === 'CONFLICT' && WPP.whatsapp.Stream.mode === 'CONFLICT'");
        page.run("WPP.whatsapp.Socket.takeover()");
        page.untilMain();

        assertThatThrownBy(() -> page.run("WPP.whatsapp.Socket.takeover()")).isInstanceOf(JavascriptException.class);
        page.driver().switchTo().window(second);
        page.until("return WPP.whatsapp.Socket.state === 'CONFLICT'");
    }

    @Test
    void phoneUnlinksThePage() {
        page.run("WPP.on('conn.logout_reason', (reason) => localStorage.setItem('reason', reason))");

        simulator.post("/control/phones/" + PHONE + "/logout", "{\"reason\": \"account_locked\"}");

        page.until("return location.search === '?post_logout=1&logout_reason=2'");
        page.until("return Boolean(window.WPP?.isFullReady)");
        assertThat(page.text("return localStorage.getItem('reason')")).isEqualTo("account_locked");
        assertThat(page.run("return WPP.conn.isRegistered()")).isEqualTo(false);
        assertThat(page.code()).isNotBlank();
        assertThat(simulator
                        .get("/control/phones/" + PHONE)
                        .body()
                        .get("linked")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void pageUnlinksItselfAlthoughThePromiseOfLogoutDoesNotSettle() {
        page.run("localStorage.setItem('settled', 'no');"
                + "WPP.conn.logout().then(() => localStorage.setItem('settled', 'yes'));");

        page.until("return location.search === '?post_logout=1&logout_reason=1'");

        assertThat(page.code()).isNotBlank();
        assertThat(page.text("return localStorage.getItem('settled')")).isEqualTo("no");
        assertThat(simulator
                        .get("/control/phones/" + PHONE)
                        .body()
                        .get("linked")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void pageThatWasUnlinkedWhileItWasClosedStartsAnew() {
        linked.killBrowser();
        simulator.post("/control/phones/" + PHONE + "/logout", "{}");

        WebPage reopened = linked.reopen();

        reopened.until("return location.search === '?post_logout=1&logout_reason=1'");
        assertThat(reopened.code()).isNotBlank();
    }

    @Test
    void pageSaysThatItNeedsAnUpdate() {
        simulator.put("/control/settings", "{\"needs_update\": true}");

        page.untilEvent("conn.needs_update");
    }

    private long arrivals() {
        return simulator.get("/control/requests").body().get("arrivals").asLong();
    }
}

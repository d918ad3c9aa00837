package io.sanasend.simulator;

import static io.sanasend.simulator.testing.LinkedPage.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.simulator.testing.Chromium;
import io.sanasend.simulator.testing.LinkedPage;
import io.sanasend.simulator.testing.TestSimulator;
import io.sanasend.simulator.testing.WebPage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in its other shapes. */
class SwitchesIT {

    private static final String TO = "4917600000301";
    private static final String SEND = "return WPP.chat.sendTextMessage(arguments[0], 'Hello', "
            + "{createChat: true, markIsRead: false, linkPreview: false}).then((sent) => sent.id)";

    @TempDir
    Path profile;

    @Test
    void lidChatsAreReachedByNumberAndCarryLidIds() {
        try (LinkedPage linked = LinkedPage.start(profile, "{\"lid\": true}")) {
            WebPage page = linked.page();

            String id = page.text(SEND, TO + "@c.us");

            String lid = page.text(
                    "return WPP.contact.queryWidExists(arguments[0]).then((found) => String(found.lid))", TO + "@c.us");
            assertThat(lid).endsWith("@lid");
            assertThat(id).startsWith("true_" + lid + "_3EB0");
            assertThat(linked.simulator().messages(TO).get(0).get("to").asText())
                    .isEqualTo(TO);
            assertThat(page.text(
                            "return WPP.contact.getPnLidEntry(arguments[0]).then((pair) => pair.phoneNumber._serialized)",
                            lid))
                    .isEqualTo(TO + "@c.us");
            page.untilEvent("chat.msg_ack_change 2:" + id);

            linked.simulator()
                    .post("/control/phones/" + TO + "/messages", "{\"to\": \"" + PHONE + "\", \"body\": \"Hi\"}");
            page.untilEvent("chat.new_message chat:Hi");
            assertThat(page.run("return WPP.chat.get(arguments[0]).unreadCount", lid))
                    .isEqualTo(1L);
        }
    }

    @Test
    void strictContentSecurityPolicyIsNoHindrance() {
        try (LinkedPage linked = LinkedPage.start(profile, "{\"csp\": true}")) {
            WebPage page = linked.page();

            // Evaluated by a timer, because what DevTools run themselves is exempt from the policy.
            String verdict = page.text("""
                    return new Promise((done) => setTimeout(() => {
                      try { done(eval('1')); } catch (refusal) { done(refusal.name); }
                    }));
                    """);
            assertThat(verdict).isEqualTo("EvalError");
            assertThat(page.text(SEND, TO + "@c.us")).isNotBlank();
        }
    }

    @Test
    void classicCmdTellsMainLoadedAndLogout() {
        try (LinkedPage linked = LinkedPage.start(profile, "{\"cmd\": \"classic\"}")) {
            WebPage page = linked.page();

            page.untilEvent("conn.main_loaded");
            assertThat(page.run("return WPP.conn.isMainLoaded()")).isEqualTo(true);
            page.run("WPP.on('conn.logout', () => localStorage.setItem('logout', 'heard'))");
            linked.simulator().post("/control/phones/" + PHONE + "/logout", "{}");
            page.until("return localStorage.getItem('logout') === 'heard'");
        }
    }

    @Test
    void thousandsOfFillerModulesAreSearchedThrough() {
        try (LinkedPage linked = LinkedPage.start(profile, "{\"filler_modules\": 5000}")) {
            WebPage page = linked.page();

            assertThat((Long) page.run("return Object.keys(require('__debug').modulesMap).length"))
                    .isGreaterThan(5_000L);
            assertThat(page.text(SEND, TO + "@c.us")).isNotBlank();
        }
    }

    @Test
    void ciphertextIsAnnouncedBeforeItsText() {
        try (LinkedPage linked = LinkedPage.start(profile, "{\"ciphertext_first\": true}")) {
            WebPage page = linked.page();

            linked.simulator()
                    .post("/control/phones/" + TO + "/messages", "{\"to\": \"" + PHONE + "\", \"body\": \"secret\"}");

            page.untilEvent("chat.new_message chat:secret");
            assertThat(page.events())
                    .containsSubsequence("chat.new_message ciphertext:undefined", "chat.new_message chat:secret");
        }
    }

    @Test
    void latencyDelaysTheAnswerToASend() {
        try (LinkedPage linked = LinkedPage.start(profile)) {
            linked.simulator().put("/control/settings", "{\"latency_ms\": 1500}");
            Instant before = Instant.now();

            linked.page().text(SEND, TO + "@c.us");

            assertThat(Duration.between(before, Instant.now())).isGreaterThan(Duration.ofMillis(1_400));
        }
    }

    @Test
    void otherClientsRequireModulesByTheirRealNames() {
        try (LinkedPage linked = LinkedPage.start(profile)) {
            WebPage page = linked.page();

            assertThat(page.text("return require('WAWebSocketModel').Socket.state"))
                    .isEqualTo("CONNECTED");
            assertThat(page.text("return typeof require('WAWebMsgKey').newId")).isEqualTo("function");
            assertThat(page.text("return String(require('WAWebUserPrefsMeUser').getMaybeMePnUser())"))
                    .isEqualTo(PHONE + "@c.us");
            assertThat(page.text("return require('WAWebCollections').Chat.constructor.name"))
                    .isEqualTo("ChatCollectionImpl");
            assertThat(page.text("try { require('WAWebNothing'); } catch (unknown) { return unknown.message; }"))
                    .contains("WAWebNothing");
        }
    }

    @Test
    void pageWorksWithoutTlsOnAnotherMachineToo() {
        try (TestSimulator simulator = TestSimulator.start();
                Chromium browser =
                        Chromium.start(profile, List.of("--host-resolver-rules=MAP simulator.test 127.0.0.1"))) {
            WebPage page = WebPage.open(browser, "http://simulator.test:" + simulator.port());

            assertThat(page.run("return window.isSecureContext")).isEqualTo(false);
            simulator.link(page, PHONE);
            page.settle();
            assertThat(page.text(SEND, TO + "@c.us")).isNotBlank();
            page.run(
                    "return WPP.chat.sendFileMessage(arguments[0], new File(['x'], 'a.txt', {type: 'text/plain'}),"
                            + " {type: 'document', filename: 'a.txt'}).then(() => null)",
                    TO + "@c.us");
            assertThat(simulator.messages(TO)).hasSize(2);
        }
    }

    @Test
    void manyParallelSendsArriveOnceEachAndInOrder() {
        try (LinkedPage linked = LinkedPage.start(profile)) {
            Object results = linked.page().run("""
                    const sends = Array.from({length: 100}, (_, index) => WPP.chat.sendTextMessage(arguments[0], `${index}`,
                      {createChat: true, markIsRead: false, linkPreview: false}));
                    return Promise.all(sends).then((all) => all.every((sent) => sent.ack === 1));
                    """, TO + "@c.us");

            assertThat(results).isEqualTo(true);
            List<String> bodies = new ArrayList<>();
            linked.simulator()
                    .messages(TO)
                    .forEach(message -> bodies.add(message.get("body").asText()));
            assertThat(bodies)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 100).mapToObj(String::valueOf).toList());
        }
    }

    @Test
    void pageContactsNobodyButItsOwnServer() {
        try (LinkedPage linked = LinkedPage.start(profile)) {
            WebPage page = linked.page();
            page.text(
                    "return WPP.chat.sendTextMessage(arguments[0], 'see https://example.org/x', "
                            + "{createChat: true, linkPreview: false}).then((sent) => sent.id)",
                    TO + "@c.us");

            assertThat(page.text(
                            "return performance.getEntriesByType('resource').map((entry) => new URL(entry.name).origin)"
                                    + ".filter((origin) => origin !== location.origin).join()"))
                    .isEmpty();
        }
    }
}

package io.sanasend.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sanasend.model.message.Ack;
import io.sanasend.model.message.MediaType;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.WorkerEvent;
import io.sanasend.worker.testing.ApiDouble;
import io.sanasend.worker.testing.RecordingProxy;
import io.sanasend.worker.testing.RunningWorker;
import io.sanasend.worker.testing.SimulatedWhatsApp;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same conversation on every kind of page and in every kind of browser. */
class PageVariationsIT {

    private static final String PHONE = "4915112345678";
    private static final String FRIEND = "4915198765432";
    private static final String TEXT = "3EB0000000000000000001";
    private static final String FILE = "3EB0000000000000000002";

    @TempDir
    private Path data;

    private SimulatedWhatsApp whatsApp;
    private ApiDouble api;

    @BeforeEach
    void start() {
        whatsApp = SimulatedWhatsApp.start();
        api = ApiDouble.start();
    }

    @AfterEach
    void stop() {
        api.close();
        whatsApp.close();
    }

    static Stream<Arguments> pages() {
        return Stream.of(
                Arguments.argumentSet("older Cmd", Map.of("cmd", "classic"), "auto"),
                Arguments.argumentSet("LID chats", Map.of("lid", true), "auto"),
                Arguments.argumentSet("strict CSP", Map.of("csp", true), "auto"),
                Arguments.argumentSet("thousands of modules", Map.of("filler_modules", 10_000), "auto"),
                Arguments.argumentSet("slow answers", Map.of("latency_ms", 1500, "sync_ms", 3000), "auto"),
                Arguments.argumentSet("announced as ciphertext first", Map.of("ciphertext_first", true), "auto"),
                Arguments.argumentSet("full Chrome", Map.of(), "chrome"),
                Arguments.argumentSet(
                        "all at once",
                        Map.of("cmd", "classic", "lid", true, "csp", true, "latency_ms", 200),
                        "chrome"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksSendsReceivesAndComesBackJustTheSame(Map<String, ?> page, String browser) {
        whatsApp.settings(page);
        try (var worker = startWorker(Map.of("SANASEND_BROWSER", browser))) {
            worker.link("u1", PHONE, whatsApp);

            converse(worker);
            worker.order("u1", "stop");

            assertThat(worker.start("u1").state()).isEqualTo(SessionState.CONNECTED);
            assertThat(worker.receipt(worker.get("/sessions/u1/messages/" + TEXT + "?fence=1"))
                            .ack())
                    .isGreaterThanOrEqualTo(Ack.SERVER);
        }
    }

    private void converse(RunningWorker worker) {
        var file = RunningWorker.media(MediaType.DOCUMENT, "text/plain", "note.txt");
        var text = worker.receipt(worker.send("u1", TEXT, FRIEND, "hello"));
        var document = worker.receipt(worker.sendFile("u1", FILE, FRIEND, file, new byte[] {1, 2, 3}));
        whatsApp.read(FRIEND, TEXT);
        whatsApp.write(FRIEND, PHONE, "hello yourself");

        assertThat(text.ack()).isGreaterThanOrEqualTo(Ack.SERVER);
        assertThat(document.ack()).isGreaterThanOrEqualTo(Ack.SERVER);
        assertThat(whatsApp.message(FRIEND, TEXT).path("body").asText()).isEqualTo("hello");
        assertThat(whatsApp.message(FRIEND, FILE).path("size").asInt()).isEqualTo(3);
        await().untilAsserted(() -> assertThat(api.events(WorkerEvent.MessageAcked.class))
                .extracting(WorkerEvent.MessageAcked::ack)
                .contains(Ack.READ));
        await().untilAsserted(() -> assertThat(api.events(WorkerEvent.MessageReceived.class))
                .extracting(event ->
                        event.message().phone() + ": " + event.message().body())
                .containsExactly(FRIEND + ": hello yourself"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shell", "chrome"})
    void contactsNoHostButThePageItself(String browser) {
        try (var proxy = RecordingProxy.start();
                var worker = startWorker(
                        Map.of("SANASEND_BROWSER", browser, "SANASEND_CHROME_ARGS", proxy.browserArguments()))) {
            worker.link("u1", PHONE, whatsApp);
            worker.receipt(worker.send("u1", TEXT, FRIEND, "see https://example.com/offer now"));
            worker.order("u1", "stop");
            worker.start("u1");
            worker.order("u1", "logout");

            assertThat(proxy.asked())
                    .containsExactly("127.0.0.1:" + whatsApp.address().getPort());
        }
    }

    @Test
    void reportsTheVersionsThatMetInTheBrowser() {
        try (var worker = startWorker(Map.of())) {
            var page = worker.link("u1", PHONE, whatsApp).page();

            assertThat(page.waJsVersion()).isEqualTo("4.6.0");
            assertThat(page.whatsappVersion()).startsWith("2.3000.");
            assertThat(page.supported()).isNotBlank();
        }
    }

    private RunningWorker startWorker(Map<String, String> settings) {
        return RunningWorker.start(whatsApp.address(), api.address(), data, settings);
    }
}

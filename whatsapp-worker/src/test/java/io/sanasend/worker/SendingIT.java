package io.sanasend.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sanasend.model.message.Ack;
import io.sanasend.model.message.MediaType;
import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.WorkerErrorCode;
import io.sanasend.model.wire.WorkerEvent;
import io.sanasend.worker.testing.ApiDouble;
import io.sanasend.worker.testing.RunningWorker;
import io.sanasend.worker.testing.SimulatedWhatsApp;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a linked session sends and hears, in one real browser. */
class SendingIT {

    private static final String PHONE = "4915112345678";
    private static final String FRIEND = "4915198765432";
    private static final AtomicInteger IDS = new AtomicInteger();

    @TempDir
    private static Path data;

    private static SimulatedWhatsApp whatsApp;
    private static ApiDouble api;
    private static RunningWorker worker;

    @BeforeAll
    static void link() {
        whatsApp = SimulatedWhatsApp.start();
        api = ApiDouble.start();
        worker = RunningWorker.start(whatsApp.address(), api.address(), data, Map.of());
        worker.link("u1", PHONE, whatsApp);
    }

    @AfterEach
    void takeSendsAgain() {
        whatsApp.settings(PHONE, Map.of("refuse", "OK", "answer", true));
    }

    @AfterAll
    static void stop() {
        worker.close();
        api.close();
        whatsApp.close();
    }

    private static String newId() {
        return "3EB0%018X".formatted(IDS.incrementAndGet());
    }

    static String[] texts() {
        return new String[] {
            "hello",
            "grüße 👩‍👩‍👧‍👦 and \u202eمرحبا بالعالم\u202c",
            "line\nbreak \\n 'quoted' \"too\" </script>",
            "x".repeat(5000)
        };
    }

    @Test
    void registersWithTheApiAsTheOneThatCanBeReachedThere() {
        await().untilAsserted(() -> assertThat(api.registrations()).isNotEmpty());

        var registration = api.registrations().getFirst();

        assertThat(registration.address()).isEqualTo(worker.address());
        assertThat(registration.capacity()).isEqualTo(50);
        assertThat(data.resolve("worker-id")).content().contains(registration.workerId());
        assertThat(data.resolve("sessions/place-id")).content().contains(registration.profiles());
    }

    @ParameterizedTest
    @MethodSource("texts")
    void sendsTextOfAnyScriptAndLengthUnchanged(String text) {
        String id = newId();

        var receipt = worker.receipt(worker.send("u1", id, FRIEND, text));

        assertThat(receipt.waMessageId().value()).isEqualTo(id);
        assertThat(receipt.ack()).isGreaterThanOrEqualTo(Ack.SERVER);
        assertThat(whatsApp.message(FRIEND, id).path("body").asText()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            IMAGE,    image/png,       a cat.png
            VIDEO,    video/mp4,       film.mp4
            AUDIO,    audio/ogg,       voice.ogg
            DOCUMENT, application/pdf, Angebot für Müller.pdf
            """)
    void sendsAFileWithTheSameBytes(MediaType type, String contentType, String filename) {
        byte[] bytes = new byte[200_000];
        new Random(7).nextBytes(bytes);
        String id = newId();

        var answer = worker.sendFile("u1", id, FRIEND, RunningWorker.media(type, contentType, filename), bytes);

        assertThat(worker.receipt(answer).ack()).isGreaterThanOrEqualTo(Ack.SERVER);
        var arrived = whatsApp.message(FRIEND, id);
        assertThat(arrived.path("sha256").asText()).isEqualTo(sha256(bytes));
        assertThat(arrived.path("mimetype").asText()).isEqualTo(contentType);
    }

    @Test
    void keepsTheNameOfADocumentAndItsCaption() {
        String id = newId();
        var media =
                new OutboundMessage.Media(MediaType.DOCUMENT, "application/pdf", "Angebot für Müller.pdf", "as agreed");

        worker.receipt(worker.sendFile("u1", id, FRIEND, media, new byte[] {1, 2, 3}));

        var arrived = whatsApp.message(FRIEND, id);
        assertThat(arrived.path("filename").asText()).isEqualTo("Angebot für Müller.pdf");
        assertThat(arrived.path("caption").asText()).isEqualTo("as agreed");
    }

    @Test
    void saysThatANumberIsNotOnWhatsAppAndSendsNothing() {
        whatsApp.unregister("4915100000001");

        var error = worker.error(worker.send("u1", newId(), "4915100000001", "anybody?"));

        assertThat(error.code()).isEqualTo(WorkerErrorCode.RECIPIENT_NOT_ON_WHATSAPP);
        assertThat(worker.get("/sessions/u1/numbers/4915100000001").body()).contains("\"exists\":false");
        assertThat(worker.get("/sessions/u1/numbers/" + FRIEND).body()).contains("\"exists\":true");
        assertThat(worker.snapshot("u1").state()).isEqualTo(SessionState.CONNECTED);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            ERROR_RATE_LIMIT, RATE_LIMITED
            ERROR_NETWORK,    MESSAGE_DEFERRED
            ERROR_UNKNOWN,    MESSAGE_REFUSED
            """)
    void tellsARefusalForNowFromOneForGood(String result, WorkerErrorCode code) {
        whatsApp.settings(PHONE, Map.of("refuse", result));

        var error = worker.error(worker.send("u1", newId(), FRIEND, "refused"));

        assertThat(error.code()).isEqualTo(code);
        assertThat(error.message()).contains(result);
    }

    @Test
    void isOneMessageWhenTheSameIdIsSentTwice() {
        String id = newId();

        worker.receipt(worker.send("u1", id, FRIEND, "once"));
        worker.receipt(worker.send("u1", id, FRIEND, "once"));

        assertThat(whatsApp.message(FRIEND, id).path("arrivals").asInt()).isEqualTo(1);
    }

    @Test
    void sendsARefusedMessageAgainUnderTheSameId() {
        String id = newId();
        whatsApp.settings(PHONE, Map.of("refuse", "ERROR_NETWORK"));
        worker.error(worker.send("u1", id, FRIEND, "second try"));

        whatsApp.settings(PHONE, Map.of("refuse", "OK"));
        var receipt = worker.receipt(worker.send("u1", id, FRIEND, "second try"));

        assertThat(receipt.ack()).isGreaterThanOrEqualTo(Ack.SERVER);
        assertThat(whatsApp.message(FRIEND, id).path("body").asText()).isEqualTo("second try");
    }

    @Test
    void findsAMessageByItsIdAndSaysWhenThereIsNone() {
        String id = newId();
        worker.receipt(worker.send("u1", id, FRIEND, "find me"));

        var found = worker.receipt(worker.get("/sessions/u1/messages/" + id + "?fence=1"));
        var none = worker.error(worker.get("/sessions/u1/messages/" + newId() + "?fence=1"));

        assertThat(found.ack()).isGreaterThanOrEqualTo(Ack.SERVER);
        assertThat(none.code()).isEqualTo(WorkerErrorCode.MESSAGE_NOT_FOUND);
    }

    @Test
    void reportsThatAMessageWasDeliveredAndRead() {
        String id = newId();
        worker.receipt(worker.send("u1", id, FRIEND, "read me"));

        whatsApp.read(FRIEND, id);

        await().untilAsserted(() -> assertThat(api.events(WorkerEvent.MessageAcked.class))
                .filteredOn(event -> event.waMessageId().equals(id))
                .extracting(WorkerEvent.MessageAcked::ack)
                .contains(Ack.READ));
    }

    @Test
    void reportsAnIncomingMessageOnceAlsoOneThatCameWhileItWasAway() {
        whatsApp.write(FRIEND, PHONE, "while you listen");
        await().untilAsserted(() -> assertThat(received("while you listen")).isEqualTo(1));

        worker.order("u1", "stop");
        whatsApp.write(FRIEND, PHONE, "while you are away");
        worker.start("u1");
        worker.awaitState("u1", SessionState.CONNECTED);

        await().untilAsserted(() -> assertThat(received("while you are away")).isEqualTo(1));
        assertThat(received("while you listen")).isEqualTo(1);
    }

    private static long received(String body) {
        return api.events(WorkerEvent.MessageReceived.class).stream()
                .filter(event -> body.equals(event.message().body()))
                .filter(event -> FRIEND.equals(event.message().phone()))
                .count();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

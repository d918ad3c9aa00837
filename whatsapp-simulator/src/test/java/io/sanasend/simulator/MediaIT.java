package io.sanasend.simulator;

import static io.sanasend.simulator.testing.LinkedPage.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sanasend.simulator.testing.LinkedPage;
import io.sanasend.simulator.testing.TestSimulator;
import io.sanasend.simulator.testing.WebPage;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files through wa-js on one linked page: the bytes arrive as they are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MediaIT {

    private static final String SEND = """
            return (async (to, options, mimetype, size) => {
            const bytes = new Uint8Array(size).map((_, index) => index * 7);
            const file = new File([bytes], options.filename, {type: mimetype});
            const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
            const sent = await WPP.chat.sendFileMessage(to, file,
              {...options, createChat: true, markIsRead: false, waveform: false});
            return {...sent, sha256: Array.from(digest, (b) => b.toString(16).padStart(2, '0')).join('')};
            })(...arguments);
            """;

    private LinkedPage linked;
    private WebPage page;
    private TestSimulator simulator;

    @BeforeAll
    void link(@TempDir Path profile) {
        linked = LinkedPage.start(profile);
        page = linked.page();
        simulator = linked.simulator();
    }

    @AfterAll
    void stop() {
        linked.close();
    }

    private Map<?, ?> send(String to, Map<String, Object> options, String mimetype, int size) {
        return (Map<?, ?>) page.run(SEND, to, options, mimetype, size);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            image,    image/png,              picture.png, 4917600000101, image
            image,    image/jpeg,             photo.jpg,   4917600000102, image
            document, application/pdf,        offer.pdf,   4917600000103, document
            document, image/png,              plan.png,    4917600000104, document
            video,    video/mp4,              clip.mp4,    4917600000105, video
            audio,    audio/mpeg,             song.mp3,    4917600000106, audio
            audio,    audio/ogg; codecs=opus, voice.ogg,   4917600000107, audio
            """)
    void fileArrivesWithItsBytesItsTypeAndItsCaption(
            String type, String mimetype, String filename, String phone, String arrivesAs) {
        Map<?, ?> sent = send(
                phone + "@c.us",
                Map.of("type", type, "filename", filename, "caption", "Look at this"),
                mimetype,
                70_000);

        assertThat(((Map<?, ?>) sent.get("sendMsgResult")).get("messageSendResult"))
                .isEqualTo("OK");
        assertThat(sent.get("ack")).isEqualTo(1L);
        JsonNode message = simulator.messages(phone).get(0);
        assertThat(message.get("type").asText()).isEqualTo(arrivesAs);
        assertThat(message.get("mimetype").asText()).isEqualTo(mimetype);
        assertThat(message.get("caption").asText()).isEqualTo("Look at this");
        assertThat(message.get("filename").isNull()).isEqualTo(!arrivesAs.equals("document"));
        assertThat(message.get("size").asInt()).isEqualTo(70_000);
        assertThat(message.get("sha256").asText()).isEqualTo(sent.get("sha256"));
    }

    @Test
    void voiceMessageAndFileWithoutCaption() {
        send("4917600000110@c.us", Map.of("type", "audio", "filename", "v.ogg", "isPtt", true), "audio/ogg", 500);

        JsonNode message = simulator.messages("4917600000110").get(0);
        assertThat(message.get("type").asText()).isEqualTo("ptt");
        assertThat(message.get("caption").isNull()).isTrue();
    }

    @Test
    void fileThatTheServerRefusesIsNotSentAndLaterIs() {
        simulator.put("/control/phones/" + LinkedPage.PHONE + "/settings", "{\"uploads\": false}");
        Map<String, Object> options = Map.of("type", "document", "filename", "a.txt");

        Map<?, ?> refused = send("4917600000113@c.us", options, "text/plain", 256);
        simulator.put("/control/phones/" + LinkedPage.PHONE + "/settings", "{\"uploads\": true}");
        Map<?, ?> sent = send("4917600000113@c.us", options, "text/plain", 256);

        assertThat(((Map<?, ?>) refused.get("sendMsgResult")).get("messageSendResult"))
                .isEqualTo("ERROR_UPLOAD");
        assertThat(((Map<?, ?>) sent.get("sendMsgResult")).get("messageSendResult"))
                .isEqualTo("OK");
        assertThat(simulator.messages("4917600000113")).hasSize(1);
    }

    @Test
    void largeDocumentIsStreamed() {
        int size = 40 * 1024 * 1024;

        send("4917600000111@c.us", Map.of("type", "document", "filename", "big.bin"), "application/octet-stream", size);

        assertThat(simulator.messages("4917600000111").get(0).get("size").asInt())
                .isEqualTo(size);
    }

    @Test
    void sentFileCanBeFetchedFromTheRecipientsPhone() {
        Map<?, ?> sent = send("4917600000112@c.us", Map.of("type", "document", "filename", "a.txt"), "text/plain", 256);
        String id = String.valueOf(sent.get("id")).split("_")[2];

        byte[] bytes = simulator
                .bytes("/control/phones/4917600000112/messages/" + id + "/media")
                .body();

        assertThat(bytes).hasSize(256);
        assertThat(bytes[1]).isEqualTo((byte) 7);
    }

    @Test
    void refusedFileResolvesWithTheError() {
        simulator.put("/control/settings", "{\"refuse\": \"ERROR_UPLOAD\"}");

        Map<?, ?> sent = send("4917600000113@c.us", Map.of("type", "document", "filename", "a.txt"), "text/plain", 10);
        simulator.put("/control/settings", "{\"refuse\": null}");

        assertThat(((Map<?, ?>) sent.get("sendMsgResult")).get("messageSendResult"))
                .isEqualTo("ERROR_UPLOAD");
        assertThat(sent.get("ack")).isEqualTo(-1L);
    }

    @Test
    void incomingDocumentIsDownloadedByThePage() {
        String boundary = "parts";
        String body = """
                --parts\r
                Content-Disposition: form-data; name="to"\r
                \r
                %s\r
                --parts\r
                Content-Disposition: form-data; name="caption"\r
                \r
                The invoice\r
                --parts\r
                Content-Disposition: form-data; name="file"; filename="invoice.pdf"\r
                Content-Type: application/pdf\r
                \r
                %%PDF-1.7 not really\r
                --parts--\r
                """.formatted(PHONE);

        JsonNode written = simulator
                .send(
                        HttpRequest.newBuilder()
                                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                                .POST(BodyPublishers.ofString(body)),
                        "/control/phones/4917600000114/messages")
                .body();

        page.untilEvent("chat.new_message document:undefined");
        String key = "false_4917600000114@c.us_" + written.get("id").asText();
        assertThat(page.text(
                        "return WPP.chat.getMessageById(arguments[0]).then((m) => `${m.filename} ${m.caption}`)", key))
                .isEqualTo("invoice.pdf The invoice");
        assertThat(page.text("return WPP.chat.downloadMedia(arguments[0]).then((blob) => blob.text())", key))
                .isEqualTo("%PDF-1.7 not really");
    }
}

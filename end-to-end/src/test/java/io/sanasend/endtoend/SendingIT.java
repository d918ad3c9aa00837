package io.sanasend.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sanasend.endtoend.testing.Http;
import io.sanasend.endtoend.testing.Phones;
import io.sanasend.endtoend.testing.Product;
import io.sanasend.endtoend.testing.Tenant;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A number is linked and what is sent through the API is in the recipient's phone. */
@ExtendWith(Product.Provider.class)
class SendingIT {

    private static final String PHONE = "4915100000011";
    private static final String FRIEND = "4915100000099";

    private static Phones phones;
    private static Tenant tenant;

    @BeforeAll
    static void link(Product product) {
        phones = product.phones();
        tenant = product.newTenant();
        tenant.link(PHONE);
    }

    static String[] texts() {
        return new String[] {
            "hello",
            "grüße 👩‍👩‍👧‍👦 and \u202eمرحبا بالعالم\u202c",
            "50% off -- today; DROP TABLE <b>\n\\",
            "😀".repeat(5000)
        };
    }

    @ParameterizedTest
    @MethodSource("texts")
    void sendsTextOfAnyScriptAndLengthUnchanged(String text) {
        Http.Reply reply = tenant.sendText("+" + FRIEND, text).ok();

        JsonNode sent = reply.data();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(sent.path("messageId").asText()).matches("3EB0[0-9A-F]{18}");
        assertThat(phones.message(FRIEND, sent.path("messageId").asText()))
                .hasValueSatisfying(
                        message -> assertThat(message.path("body").asText()).isEqualTo(text));
    }

    @Test
    void sendsAnImageAndADocumentWithTheSameBytes() throws IOException {
        byte[] image = png();
        byte[] document = "%PDF-1.4\nnot much of a document\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);

        JsonNode first = tenant.sendFile(FRIEND, "image", "cat.png", image, Map.of("caption", "a cat"))
                .ok()
                .data();
        JsonNode second = tenant.sendFile(FRIEND, "document", "Angebot für Müller.pdf", document, Map.of())
                .ok()
                .data();

        assertThat(phones.media(FRIEND, first.path("messageId").asText())).isEqualTo(image);
        assertThat(phones.media(FRIEND, second.path("messageId").asText())).isEqualTo(document);
        JsonNode arrived =
                phones.message(FRIEND, second.path("messageId").asText()).orElseThrow();
        assertThat(arrived.path("filename").asText()).isEqualTo("Angebot für Müller.pdf");
        assertThat(phones.message(FRIEND, first.path("messageId").asText())
                        .orElseThrow()
                        .path("caption")
                        .asText())
                .isEqualTo("a cat");
    }

    @Test
    void givesAStoredFileBackToItsOwner() throws IOException {
        byte[] image = png();
        JsonNode sent = tenant.sendFile(FRIEND, "image", "cat.png", image, Map.of())
                .ok()
                .data();

        String path = sent.path("filePath").asText().replaceFirst("^.*/api/v1", "");

        assertThat(tenant.api().get(path).ok().bytes()).isEqualTo(image);
    }

    @Test
    void followsAMessageUntilItIsRead() {
        JsonNode sent = tenant.sendText(FRIEND, "read me").ok().data();
        tenant.awaitMessage(sent.path("dbId").asLong(), "delivered");

        phones.read(FRIEND, sent.path("messageId").asText());
        JsonNode read = tenant.awaitMessage(sent.path("dbId").asLong(), "read");

        assertThat(read.path("sent_at").isNull()).isFalse();
        assertThat(read.path("delivered_at").isNull()).isFalse();
        assertThat(read.path("read_at").isNull()).isFalse();
    }

    @Test
    void saysThatARecipientIsNotOnWhatsAppAndStaysConnected() {
        phones.unregister("4915100000404");

        Http.Reply reply = tenant.sendText("4915100000404", "anybody?");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("error_code").asText()).isEqualTo("RECIPIENT_NOT_ON_WHATSAPP");
        JsonNode failed = tenant.message(reply.json().path("dbId").asLong());
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(tenant.status().path("status").asText()).isEqualTo("connected");
        tenant.sendText(FRIEND, "still there").ok();
    }

    @Test
    void answersAtOnceWhenAskedToAndSendsAllTheSame() {
        Http.Reply reply = new Tenant(tenant.api().with("Prefer", "respond-async"), phones)
                .sendText(FRIEND, "later")
                .ok();

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.data().path("messageId").isNull()).isTrue();
        long dbId = reply.data().path("dbId").asLong();
        await().untilAsserted(() ->
                assertThat(tenant.message(dbId).path("status").asText()).isIn("sent", "delivered"));
    }

    @Test
    void showsTheQrCodeAsAPictureOfItsText(Product product) throws IOException {
        Tenant other = product.newTenant();

        JsonNode session = other.startSession();
        byte[] picture = other.api()
                .get("/sessions/" + session.path("id").asText() + "/qr.png")
                .ok()
                .bytes();

        assertThat(session.path("qrPayload").asText()).startsWith("https://wa.me/settings/linked_devices#");
        assertThat(session.path("qrCode").asText()).startsWith("data:image/png;base64,");
        assertThat(Base64.getDecoder()
                        .decode(session.path("qrCode").asText().substring("data:image/png;base64,".length())))
                .startsWith(0x89, 'P', 'N', 'G');
        assertThat(ImageIO.read(new ByteArrayInputStream(picture)).getWidth()).isGreaterThan(100);
        other.api()
                .delete("/sessions/delete/" + session.path("id").asText() + "/")
                .ok();
    }

    private static byte[] png() throws IOException {
        var image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        image.setRGB(3, 4, 0xFF8800);
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}

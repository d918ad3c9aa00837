package io.sanasend.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sanasend.endtoend.testing.Http;
import io.sanasend.endtoend.testing.Phones;
import io.sanasend.endtoend.testing.Product;
import io.sanasend.endtoend.testing.Tenant;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One thing goes wrong with one number's sends: the message's status stays true, nothing arrives twice, the number goes on. */
@ExtendWith(Product.Provider.class)
class SendFaultsIT {

    private static final String PHONE = "4915100000041";
    private static final String FRIEND = "4915100000098";
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    private static Phones phones;
    private static Tenant tenant;

    @BeforeAll
    static void link(Product product) {
        phones = product.phones();
        tenant = product.newTenant();
        tenant.link(PHONE);
    }

    @AfterEach
    void theNumberGoesOn() {
        phones.behave(PHONE, Map.of("refuse", "OK", "answer", true, "uploads", true, "latency_ms", 0));
        tenant.awaitStatus("connected");
        JsonNode sent = tenant.sendText(FRIEND, "after it").ok().data();
        assertArrivedOnce(sent.path("dbId").asLong());
    }

    @Test
    void aNumberThatIsNotOnWhatsAppFailsItsMessageAlone() {
        phones.unregister("4915100000097");

        Http.Reply reply = tenant.sendText("4915100000097", "nobody there");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("error_code").asText()).isEqualTo("RECIPIENT_NOT_ON_WHATSAPP");
        JsonNode message = tenant.message(reply.json().path("dbId").asLong());
        assertThat(message.path("status").asText()).isEqualTo("failed");
    }

    @Test
    void aMessageRefusedForGoodFails() {
        phones.behave(PHONE, Map.of("refuse", "ERROR_UNKNOWN"));

        Http.Reply reply = tenant.sendText(FRIEND, "refused for good");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("error_code").asText()).isEqualTo("MESSAGE_REFUSED");
        assertThat(phones.arrivals(FRIEND, "refused for good")).isEmpty();
    }

    @Test
    void aMessageRefusedForNowIsSentLater() {
        phones.behave(PHONE, Map.of("refuse", "ERROR_NETWORK"));

        long id = tenant.queueText(FRIEND, "refused for now", Map.of());
        await().atMost(PATIENCE).until(() -> tenant.message(id).path("attempts").asInt() > 1);
        assertThat(tenant.message(id).path("status").asText()).isEqualTo("sending");
        phones.behave(PHONE, Map.of("refuse", "OK"));

        assertArrivedOnce(id);
    }

    @Test
    void aFileThatTheServerDoesNotTakeIsSentLater() {
        phones.behave(PHONE, Map.of("uploads", false));
        byte[] file = "a small file".getBytes(StandardCharsets.UTF_8);

        JsonNode stored = tenant.sendFile(FRIEND, "document", "a.txt", file, Map.of("caption", "refused upload"))
                .ok()
                .data();
        long id = stored.path("dbId").asLong();
        assertThat(tenant.message(id).path("status").asText()).isEqualTo("sending");
        phones.behave(PHONE, Map.of("uploads", true));

        assertArrivedOnce(id);
        assertThat(phones.arrivals(FRIEND, "refused upload")).hasSize(1);
    }

    @Test
    void aMessageWhoseAnswerIsLostArrivesOnceAndIsSent() {
        phones.behave(PHONE, Map.of("answer", false));

        long id = tenant.queueText(FRIEND, "the answer is lost", Map.of());
        await().atMost(PATIENCE)
                .until(() -> !phones.arrivals(FRIEND, "the answer is lost").isEmpty());
        phones.behave(PHONE, Map.of("answer", true));

        assertArrivedOnce(id);
    }

    @Test
    void aMessageThatIsLostOnTheWayIsSentAgain() {
        phones.behave(PHONE, Map.of("answer", false, "answer_lost_after_taking", false));

        long id = tenant.queueText(FRIEND, "lost on the way", Map.of());
        await().atMost(PATIENCE).until(() -> tenant.message(id).path("attempts").asInt() > 0);
        assertThat(phones.arrivals(FRIEND, "lost on the way")).isEmpty();
        phones.behave(PHONE, Map.of("answer", true, "answer_lost_after_taking", true));

        assertArrivedOnce(id);
        assertThat(tenant.message(id).path("attempts").asInt()).isGreaterThan(1);
    }

    @Test
    void aMessageWhoseAckIsLostIsSentAgainUnderItsIdAndIsOneMessage() {
        phones.behave(PHONE, Map.of("answer", false));
        // No later ack either, from which the page could tell.
        phones.set(Map.of("auto_deliver", false));
        long id;
        try {
            id = tenant.queueText(FRIEND, "its ack is lost", Map.of());
            await().atMost(PATIENCE)
                    .until(() -> phones.arrivals(FRIEND, "its ack is lost").values().stream()
                            .anyMatch(arrivals -> arrivals > 1));
        } finally {
            phones.set(Map.of("auto_deliver", true));
        }
        phones.behave(PHONE, Map.of("answer", true));

        assertArrivedOnce(id);
        assertThat(phones.texts(FRIEND, PHONE)).containsOnlyOnce("its ack is lost");
        assertThat(tenant.message(id).path("attempts").asInt()).isGreaterThan(1);
    }

    @Test
    void acksThatComeTwiceOrLateTakeNothingBack() {
        JsonNode sent = tenant.sendText(FRIEND, "acks in disorder").ok().data();
        String waId = sent.path("messageId").asText();
        long id = sent.path("dbId").asLong();
        tenant.awaitMessage(id, "delivered");

        List.of(3, 3, 2, 1, 3).forEach(ack -> phones.acknowledge(waId, ack));
        tenant.awaitMessage(id, "read");
        // Acks of one number come in order: when a later message's has come, those have.
        tenant.awaitMessage(
                tenant.sendText(FRIEND, "behind them").ok().data().path("dbId").asLong(), "delivered");

        assertThat(tenant.message(id).path("status").asText()).isEqualTo("read");
    }

    @Test
    void whatIsQueuedWhileTheConnectionIsCutArrivesInOrderAfterwards() {
        phones.cut(PHONE, Duration.ofSeconds(10));
        tenant.awaitStatus("reconnecting");

        List<Long> ids = List.of(
                tenant.queueText(FRIEND, "cut 1", Map.of()),
                tenant.queueText(FRIEND, "cut 2", Map.of()),
                tenant.queueText(FRIEND, "cut 3", Map.of()));

        tenant.awaitStatus("connected");
        ids.forEach(SendFaultsIT::assertArrivedOnce);
        assertThat(phones.texts(FRIEND, PHONE)).containsSubsequence("cut 1", "cut 2", "cut 3");
    }

    @Test
    void nothingIsLostOrDoubledWhenTheConnectionIsCutInTheMiddleOfSends() {
        phones.behave(PHONE, Map.of("latency_ms", 300));
        List<String> texts =
                IntStream.rangeClosed(1, 20).mapToObj(i -> "amid sends " + i).toList();
        List<Long> ids = texts.stream()
                .map(text -> tenant.queueText(FRIEND, text, Map.of()))
                .toList();
        await().atMost(PATIENCE)
                .until(() -> !phones.arrivals(FRIEND, "amid sends 3").isEmpty());

        phones.cut(PHONE, Duration.ofSeconds(30));
        tenant.awaitStatus("reconnecting");
        assertThat(phones.arrivals(FRIEND, "amid sends 20")).isEmpty();

        ids.forEach(SendFaultsIT::assertArrivedOnce);
        assertThat(phones.texts(FRIEND, PHONE)).containsSubsequence(texts);
    }

    /** The API says it is sent, and the friend has it under that id and no other. */
    private static void assertArrivedOnce(long id) {
        await("message sent")
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(tenant.message(id).path("status").asText()).isIn("sent", "delivered", "read"));
        JsonNode message = tenant.message(id);
        String text = message.path("caption").asText("").isEmpty()
                ? message.path("content").asText()
                : message.path("caption").asText();
        assertThat(phones.arrivals(FRIEND, text).keySet())
                .contains(message.path("whatsapp_id").asText());
        if (!text.equals("after it")) {
            assertThat(phones.arrivals(FRIEND, text)).hasSize(1);
        }
    }
}

package io.sanasend.model.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sanasend.model.message.Ack;
import io.sanasend.model.message.InboundMessage;
import io.sanasend.model.message.MediaType;
import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.message.Recipient;
import io.sanasend.model.message.WaMessageId;
import io.sanasend.model.session.QrCode;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.session.StateReason;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each wire type has a golden file, so that a change of form cannot slip in unseen. */
class WireFormatTest {

    private static final Instant AT = Instant.parse("2026-04-01T12:00:00Z");
    private static final SessionId SESSION = SessionId.of(7, 12);
    private static final WaMessageId MESSAGE = new WaMessageId("3EB00123456789ABCDEF01");
    private static final SessionSnapshot SNAPSHOT = new SessionSnapshot(
            SESSION,
            4,
            SessionState.QR_PENDING,
            false,
            null,
            StateReason.of("qr_waiting", "Scan the QR code."),
            AT,
            new QrCode("https://wa.me/settings/linked_devices#ref,a,b,c,web", 2, AT.plusSeconds(20)),
            null,
            new SessionSnapshot.Page("headless-shell", "2.3000.1038", "4.6.0", ">=2.3000.1038", List.of()));

    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    static Stream<Arguments> wireTypes() {
        var text = new SendRequest(MESSAGE, 3, new Recipient("4915112345678"), new OutboundMessage.Text("hello"));
        var media = new SendRequest(
                MESSAGE,
                3,
                new Recipient("120363041234567890@g.us"),
                new OutboundMessage.Media(MediaType.IMAGE, "image/png", "cat.png", "a cat"));
        var changed = new WorkerEvent.SessionChanged("boot-1-1", SESSION, 1, AT, SNAPSHOT);
        var acked = new WorkerEvent.MessageAcked("boot-1-2", SESSION, 2, AT, MESSAGE.value(), Ack.READ);
        var received = new WorkerEvent.MessageReceived(
                "boot-1-3", SESSION, 3, AT, new InboundMessage("3A00", "491511@c.us", "491511", "chat", "hi", AT));
        return Stream.of(
                Arguments.of("send-text", text),
                Arguments.of("send-media", media),
                Arguments.of(
                        "worker-registration",
                        new WorkerRegistration("w1", "boot-1", "http://127.0.0.1:3000", 50, 3, "p1", "1.0.0")),
                Arguments.of("worker-lease", new WorkerLease(30)),
                Arguments.of("receipt", new SendReceipt(MESSAGE, Ack.SERVER, "1@lid", AT)),
                Arguments.of("snapshot", SNAPSHOT),
                Arguments.of("number", new NumberLookup(true, "491511@c.us", null)),
                Arguments.of("pairing-request", new PairingRequest(new Recipient("4915112345678"))),
                Arguments.of("pairing-code", new PairingCode("ABCD1234", AT)),
                Arguments.of("error", new WorkerError(WorkerErrorCode.SESSION_NOT_CONNECTED, "u7 is qr_pending")),
                Arguments.of("health", new WorkerHealth("degraded", "the disk is full", "0.1.0", "boot-1", 2, 20, 7)),
                Arguments.of("events", new WorkerEventBatch("boot-1", List.of(changed, acked, received))));
    }

    @ParameterizedTest
    @MethodSource("wireTypes")
    void keepsItsFormAndIsReadBackAsItWas(String name, Object value) throws IOException {
        try (InputStream golden = WireFormatTest.class.getResourceAsStream("/wire/" + name + ".json")) {
            assertThat(golden).as("golden file of " + name).isNotNull();
            var expected = json.readTree(golden);

            assertThat(json.valueToTree(value).toPrettyString()).isEqualTo(expected.toPrettyString());
            assertThat(json.treeToValue(expected, value.getClass())).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {WorkerEvent.class, OutboundMessage.class})
    void registersEveryVariantOfASealedType(Class<?> sealed) {
        var registered = Arrays.stream(sealed.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::value)
                .toArray(Class<?>[]::new);

        assertThat(registered).containsExactlyInAnyOrder(sealed.getPermittedSubclasses());
    }

    @Test
    void showsNoSecretNoNumberAndNoContentAsText() {
        assertThat(wireTypes().map(type -> type.get()[1].toString()))
                .noneMatch(text -> text.contains("linked_devices") || text.contains("ABCD1234"))
                .noneMatch(text -> text.contains("hello") || text.contains("a cat"))
                .noneMatch(text -> text.contains("4915112345678") || text.contains("491511"));
    }
}

package io.sanasend.worker.http;

import io.sanasend.worker.whatsapp.SendOutcome;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Each way in which a message is not sent, with the status and the code that tell it. */
final class SendOutcomes {

    private SendOutcomes() {}

    static Stream<Arguments> notSent() {
        return Stream.of(
                Arguments.of(new SendOutcome.NotOnWhatsApp(), 422, "RECIPIENT_NOT_ON_WHATSAPP"),
                Arguments.of(new SendOutcome.Refused("expired"), 422, "MESSAGE_REFUSED"),
                Arguments.of(new SendOutcome.Deferred("upload"), 503, "MESSAGE_DEFERRED"),
                Arguments.of(new SendOutcome.RateLimited("too many"), 503, "RATE_LIMITED"),
                Arguments.of(new SendOutcome.Unknown("no answer"), 504, "RESULT_UNKNOWN"));
    }
}

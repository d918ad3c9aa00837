package io.sanasend.api.message;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.sanasend.model.message.MessageStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/** Counts what becomes of messages, once it is committed, and shows how many callers wait to hear of it. */
@ApplicationScoped
class MessageMetrics {

    private static final String SETTLED = "sanasend.messages.settled";
    private static final String NO_ERROR = "none";

    private final MeterRegistry registry;

    MessageMetrics(MeterRegistry registry) {
        this.registry = registry;
        // From the start on, so that the first one is seen as a rise.
        settled("sent", NO_ERROR);
    }

    void showWaiting(@Observes StartupEvent start, Settlements settlements) {
        Gauge.builder("sanasend.callers.waiting", settlements, Settlements::waiting)
                .description("Requests that wait for WhatsApp to take their message")
                .register(registry);
    }

    void onSettled(@Observes(during = TransactionPhase.AFTER_SUCCESS) MessageSettled message) {
        String code = message.code() == null ? NO_ERROR : message.code().name();
        settled(resultOf(message.status()), code).increment();
    }

    private Counter settled(String result, String code) {
        return Counter.builder(SETTLED)
                .description("Messages that WhatsApp took, or that will not go out")
                .tag("result", result)
                .tag("code", code)
                .register(registry);
    }

    /** An ack may be the first word of it. */
    private static String resultOf(MessageStatus status) {
        return switch (status) {
            case SENT, DELIVERED, READ -> MessageStatus.SENT.wireName();
            case QUEUED, SENDING, FAILED, EXPIRED, CANCELLED -> status.wireName();
        };
    }
}

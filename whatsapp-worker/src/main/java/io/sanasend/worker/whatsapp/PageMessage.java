package io.sanasend.worker.whatsapp;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** One message of the bridge, as bridge.js and signals.js post it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PageMessage.Loaded.class, name = "loaded"),
    @JsonSubTypes.Type(value = PageMessage.Signals.class, name = "signals"),
    @JsonSubTypes.Type(value = PageMessage.BackendEvent.class, name = "backend_event"),
    @JsonSubTypes.Type(value = PageMessage.LogoutReason.class, name = "logout_reason"),
    @JsonSubTypes.Type(value = PageMessage.Acked.class, name = "ack"),
    @JsonSubTypes.Type(value = PageMessage.Received.class, name = "message"),
    @JsonSubTypes.Type(value = PageMessage.Result.class, name = "result")
})
@JsonIgnoreProperties(ignoreUnknown = true)
sealed interface PageMessage {

    /** Which load of the page it comes from. */
    String load();

    /** Counts up from 1 within a load. */
    long n();

    record Loaded(String load, long n) implements PageMessage {}

    record Signals(String load, long n, PageSignals signals) implements PageMessage {}

    record BackendEvent(String load, long n, String name) implements PageMessage {}

    record LogoutReason(String load, long n, String reason) implements PageMessage {}

    record Acked(String load, long n, String id, int ack) implements PageMessage {}

    record Received(String load, long n, Message message) implements PageMessage {}

    /**
     * The answer of an action.
     *
     * @param error absent when it succeeded
     */
    record Result(
            String load,
            long n,
            String call,
            @Nullable JsonNode value,
            @Nullable Failure error) implements PageMessage {}

    /**
     * An incoming message.
     *
     * @param timestamp seconds since 1970
     */
    record Message(
            String waMessageId,
            String chatId,
            @Nullable String phone,
            String type,
            @Nullable String body,
            long timestamp) {}

    /**
     * Why an action failed.
     *
     * @param kind as actions.js names them
     */
    record Failure(String kind, String message) {}
}

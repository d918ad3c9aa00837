package io.sanasend.worker.whatsapp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sanasend.model.message.Ack;
import io.sanasend.model.message.InboundMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's end of the bridge: takes what the page posts, in whatever order it comes, and matches answers to calls.
 *
 * <p>Thread-safe. The listener hears one thing at a time, under this object's monitor, and may make the page wait there;
 * answers to calls pass it by.
 */
final class PageChannel {

    private static final Logger LOG = LoggerFactory.getLogger(PageChannel.class);

    private final ObjectMapper json;
    private final PageListener listener;
    private final Map<String, CompletableFuture<PageMessage.Result>> calls = new ConcurrentHashMap<>();
    private final AtomicLong callNumbers = new AtomicLong();
    /** A page can still answer a call of a former worker; no call of this one has its name. */
    private final String run = UUID.randomUUID().toString();

    private final Executor news;
    private @Nullable String load;
    private long newest;
    private long newestSignals;

    /** @param news where the listener hears what is no answer; one at a time, in the order it is given */
    PageChannel(ObjectMapper json, PageListener listener, Executor news) {
        this.json = json;
        this.listener = listener;
        this.news = news;
    }

    /**
     * What the listener has dealt with.
     *
     * @param load of which load of the page
     * @param n the number of the last message of it
     */
    record Heard(@Nullable String load, long n) {}

    /** A call whose answer is awaited. */
    record Call(String id, CompletableFuture<PageMessage.Result> answer) {}

    /** The page went away, or was loaded again, before it answered. */
    static final class Interrupted extends CompletionException {
        private static final long serialVersionUID = 1L;

        Interrupted(String message) {
            super(message);
        }
    }

    Call open() {
        var call = new Call(run + callNumbers.incrementAndGet(), new CompletableFuture<>());
        calls.put(call.id(), call.answer());
        return call;
    }

    void abandon(Call call) {
        calls.remove(call.id());
    }

    /** Ends every open call: nothing will answer it any more. */
    void interrupt(String why) {
        for (String call : List.copyOf(calls.keySet())) {
            CompletableFuture<PageMessage.Result> answer = calls.remove(call);
            if (answer != null) {
                answer.completeExceptionally(new Interrupted(why));
            }
        }
    }

    /** Takes one message. What cannot be read is logged by its kind and dropped: it is not the worker's. */
    void accept(String text) {
        PageMessage message;
        try {
            message = json.readValue(text, PageMessage.class);
        } catch (JsonProcessingException e) {
            LOG.warn("the page posted something unreadable: {}", e.getOriginalMessage());
            return;
        }
        if (message instanceof PageMessage.Result result) {
            CompletableFuture<PageMessage.Result> answer = calls.remove(result.call());
            if (answer != null) {
                answer.complete(result);
            }
        } else {
            news.execute(() -> tell(message));
        }
    }

    /** How far the page need not remember what it said. */
    synchronized Heard heard() {
        return new Heard(load, newest);
    }

    private synchronized void tell(PageMessage message) {
        switch (message) {
            case PageMessage.Loaded loaded -> begin(loaded.load());
            case PageMessage.Signals signals -> signals(signals);
            case PageMessage.BackendEvent event -> Trouble.of(event.name()).ifPresent(listener::troubleAnnounced);
            case PageMessage.LogoutReason logout -> listener.logoutAnnounced(logout.reason());
            case PageMessage.Acked acked -> listener.acked(acked.id(), Ack.ofLevel(acked.ack()));
            case PageMessage.Received received -> listener.received(inbound(received.message()));
            case PageMessage.Result result -> LOG.debug("the answer of call {}", result.call());
        }
        if (message.load().equals(load)) {
            newest = Math.max(newest, message.n());
        }
    }

    /** Calls made to the former load of the page are lost with it. */
    private void begin(String newLoad) {
        if (!newLoad.equals(load)) {
            if (load != null) {
                interrupt("the page was loaded again");
            }
            load = newLoad;
            newest = 0;
            newestSignals = 0;
        }
    }

    private void signals(PageMessage.Signals message) {
        begin(message.load());
        if (message.n() > newestSignals) {
            newestSignals = message.n();
            listener.signalsChanged(message.signals());
        }
    }

    private static InboundMessage inbound(PageMessage.Message message) {
        return new InboundMessage(
                message.waMessageId(),
                message.chatId(),
                message.phone(),
                message.type(),
                message.body(),
                Instant.ofEpochSecond(message.timestamp()));
    }
}

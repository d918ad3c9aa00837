package io.sanasend.worker.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The DevTools connection to one page: commands go out, and what the page posts comes in, in its order. It lives as long
 * as the page's tab, whatever becomes of chromedriver, and opening it does nothing to the page.
 *
 * <p>Thread-safe. A listener that does not return stops the reading. The owner closes it.
 */
public final class DevTools implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DevTools.class);
    private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(5);
    /** The longest text of a message that is kept: a page does not post more. */
    private static final int MOST_CHARACTERS = 32 << 20;

    private final ObjectMapper json = new ObjectMapper();
    private final Map<Long, CompletableFuture<JsonNode>> commands = new ConcurrentHashMap<>();
    private final Map<String, Consumer<String>> bindings = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final WebSocket socket;

    private DevTools(HttpClient http, URI target) {
        socket = await(http.newWebSocketBuilder().buildAsync(target, new Reader()), CONNECT_DEADLINE, "connection");
    }

    /**
     * Connects to a page.
     *
     * @throws BrowserUnavailable if it does not answer within 5 seconds
     */
    static DevTools connect(HttpClient http, URI target) {
        return new DevTools(http, target);
    }

    /**
     * Gives a command and waits for its answer.
     *
     * @throws BrowserUnavailable if it is refused, not answered in time, or the connection is lost
     */
    public JsonNode command(String method, Map<String, ?> parameters, Duration deadline) {
        long number = numbers.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        commands.put(number, answer);
        try {
            if (closed.isDone()) {
                throw new BrowserUnavailable("the connection to the page is closed");
            }
            send(json.writeValueAsString(Map.of("id", number, "method", method, "params", parameters)));
            return await(answer, deadline, method);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("commands are always writable as JSON", e);
        } finally {
            commands.remove(number);
        }
    }

    /** What an expression, or the promise it gives, amounts to in the page; missing if it throws. */
    public JsonNode evaluate(String expression, Duration deadline) {
        JsonNode answer = command(
                "Runtime.evaluate",
                Map.of("expression", expression, "returnByValue", true, "awaitPromise", true),
                deadline);
        return answer.has("exceptionDetails")
                ? MissingNode.getInstance()
                : answer.path("result").path("value");
    }

    /** Makes a function of that name in the page, now and on every load; it takes one string. */
    public void bind(String name, Consumer<String> listener, Duration deadline) {
        bindings.put(name, listener);
        // Without it the function is not there yet when the first script of a load runs.
        command("Runtime.enable", Map.of(), deadline);
        command("Runtime.addBinding", Map.of("name", name), deadline);
    }

    /** Completes when the connection is lost or closed. */
    public CompletableFuture<Void> onClose() {
        return closed;
    }

    /** One at a time: the next text may be sent when the former is out. */
    private synchronized void send(String text) {
        await(socket.sendText(text, true), CONNECT_DEADLINE, "sending");
    }

    private static <T> T await(CompletableFuture<T> future, Duration deadline, String what) {
        try {
            return future.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new BrowserUnavailable("the page did not answer in time: " + what, e);
        } catch (ExecutionException e) {
            throw new BrowserUnavailable("the page could not be asked: " + what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrowserUnavailable("interrupted: " + what, e);
        }
    }

    private void accept(String text) {
        try {
            JsonNode message = json.readTree(text);
            if (message.has("id")) {
                answer(message);
            } else if (message.path("method").asText().equals("Runtime.bindingCalled")) {
                JsonNode call = message.path("params");
                Consumer<String> listener = bindings.get(call.path("name").asText());
                if (listener != null) {
                    listener.accept(call.path("payload").asText());
                }
            }
        } catch (JsonProcessingException e) {
            LOG.warn("the browser sent something unreadable: {}", e.getOriginalMessage());
        }
    }

    private void answer(JsonNode message) {
        CompletableFuture<JsonNode> waiting = commands.remove(message.path("id").asLong());
        if (waiting != null && message.has("error")) {
            waiting.completeExceptionally(
                    new IOException(message.path("error").path("message").asText()));
        } else if (waiting != null) {
            waiting.complete(message.path("result"));
        }
    }

    private void end() {
        closed.complete(null);
        commands.values().forEach(waiting -> waiting.completeExceptionally(new IOException("connection lost")));
    }

    @Override
    public void close() {
        socket.abort();
        end();
    }

    /** Asks for the next piece only when the former has been dealt with. */
    private final class Reader implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean last) {
            text.append(piece);
            if (last) {
                String whole = text.toString();
                text.setLength(0);
                try {
                    accept(whole);
                } catch (RuntimeException e) {
                    LOG.error("what the page posted could not be dealt with; the next is read", e);
                }
            } else if (text.length() > MOST_CHARACTERS) {
                LOG.error("the page posts more than {} characters at once; the connection ends", MOST_CHARACTERS);
                close();
                return null;
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            end();
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            end();
        }
    }
}

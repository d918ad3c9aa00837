package io.sanasend.worker.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sanasend.model.message.Ack;
import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.message.WaMessageId;
import io.sanasend.model.wire.NumberLookup;
import io.sanasend.model.wire.SendReceipt;
import io.sanasend.model.wire.SendRequest;
import io.sanasend.worker.browser.Browser;
import io.sanasend.worker.browser.BrowserUnavailable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.JavascriptException;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;

/**
 * The page through wa-js and the bridge. Each call is one script that starts an action and brings its answer if that is
 * there soon; else the answer comes over the channel, so a slow page holds only the lane that waits, never the driver.
 */
final class WppPage implements WhatsAppPage {

    private static final String START = "window[Symbol.for('sanasend')].start(%s, %s, %s, null)";
    /** An element can be handed over by the driver alone. */
    private static final String START_WITH_FILE =
            "return window[Symbol.for('sanasend')].start(arguments[0], arguments[1], JSON.parse(arguments[2]), arguments[3])";
    /** Not there on an error page of the browser, which answers scripts all the same. */
    private static final String PING = "window[Symbol.for('sanasend')].heard(%s, %d)";

    private static final String FILE_INPUT = "return window[Symbol.for('sanasend')].fileInput()";

    private final Browser browser;
    private final PageChannel channel;
    private final URI address;
    private final PageDeadlines deadlines;
    private final ObjectMapper json;

    WppPage(Browser browser, PageChannel channel, URI address, PageDeadlines deadlines, ObjectMapper json) {
        this.browser = browser;
        this.channel = channel;
        this.address = address;
        this.deadlines = deadlines;
        this.json = json;
        browser.onExit().thenRun(() -> channel.interrupt("the browser ended"));
    }

    /** The answer of an action: sealed, so that each caller says what an unanswered call means to it. */
    private sealed interface Answer {
        record Value(JsonNode value) implements Answer {}

        record Failed(String kind, String detail) implements Answer {}
    }

    @Override
    public String browser() {
        return browser.kind().label();
    }

    @Override
    public SendOutcome send(SendRequest request, @Nullable Path file) {
        ObjectNode arguments = json.createObjectNode()
                .put("id", request.waMessageId().value())
                .put("chatId", request.recipient().chatId());
        WebElement input = null;
        Duration deadline = deadlines.send();
        switch (request.message()) {
            case OutboundMessage.Text text -> arguments.put("body", text.body());
            case OutboundMessage.Media media -> {
                arguments.set("media", json.valueToTree(media));
                deadline = deadlines.media();
                try {
                    input = upload(file);
                } catch (WebDriverException | BrowserUnavailable e) {
                    return new SendOutcome.Deferred("the file could not be handed to the page");
                }
            }
        }
        return switch (call("send", arguments, input, deadline)) {
            case Answer.Value(JsonNode value) -> new SendOutcome.Sent(receipt(request.waMessageId(), value));
            case Answer.Failed(String kind, String detail) -> failed(kind, detail);
        };
    }

    private static SendOutcome failed(String kind, String detail) {
        return switch (kind) {
            case "not_on_whatsapp" -> new SendOutcome.NotOnWhatsApp();
            case "refused" -> new SendOutcome.Refused(detail);
            case "rate_limited" -> new SendOutcome.RateLimited(detail);
            case "deferred" -> new SendOutcome.Deferred(detail);
            default -> new SendOutcome.Unknown(detail);
        };
    }

    /** The file goes from the disk into the page by the browser's own upload, never through a script. */
    private @Nullable WebElement upload(@Nullable Path file) {
        if (file == null || !(script().executeScript(FILE_INPUT) instanceof WebElement input)) {
            throw new WebDriverException("the page gave no file input");
        }
        input.sendKeys(file.toAbsolutePath().toString());
        return input;
    }

    @Override
    public LookupOutcome<SendReceipt> find(WaMessageId id) {
        ObjectNode arguments = json.createObjectNode().put("id", id.value());
        return switch (call("find", arguments, null, deadlines.lookup())) {
            case Answer.Value(JsonNode value) when value.isNull() -> new LookupOutcome.NotFound<>();
            case Answer.Value(JsonNode value) -> new LookupOutcome.Found<>(receipt(id, value));
            case Answer.Failed failed -> new LookupOutcome.Unanswered<>(failed.detail());
        };
    }

    @Override
    public LookupOutcome<NumberLookup> number(String phone) {
        ObjectNode arguments = json.createObjectNode().put("chatId", phone + "@c.us");
        return switch (call("number", arguments, null, deadlines.lookup())) {
            case Answer.Value(JsonNode value) ->
                new LookupOutcome.Found<>(new NumberLookup(
                        value.path("exists").asBoolean(),
                        value.path("waId").textValue(),
                        value.path("lid").textValue()));
            case Answer.Failed failed -> new LookupOutcome.Unanswered<>(failed.detail());
        };
    }

    @Override
    public LookupOutcome<String> pairingCode(String phone) {
        ObjectNode arguments = json.createObjectNode().put("phone", phone);
        return switch (call("pairingCode", arguments, null, deadlines.lookup())) {
            case Answer.Value(JsonNode value)
            when value.path("code").isTextual() ->
                new LookupOutcome.Found<>(value.path("code").textValue());
            case Answer.Value _ -> new LookupOutcome.NotFound<>();
            case Answer.Failed failed -> new LookupOutcome.Unanswered<>(failed.detail());
        };
    }

    @Override
    public void catchUp() {
        call("catchUp", json.createObjectNode(), null, deadlines.lookup());
    }

    @Override
    public void logout() {
        call("logout", json.createObjectNode(), null, deadlines.lookup());
    }

    @Override
    public void takeOver() {
        call("takeOver", json.createObjectNode(), null, deadlines.lookup());
    }

    @Override
    public void refreshQr() {
        call("refreshQr", json.createObjectNode(), null, deadlines.lookup());
    }

    @Override
    public void reload() {
        browser.devTools().command("Page.navigate", Map.of("url", address.toString()), deadlines.ping());
    }

    @Override
    public boolean answers() {
        PageChannel.Heard heard = channel.heard();
        try {
            String ping = PING.formatted(json.valueToTree(heard.load()), heard.n());
            return browser.devTools().evaluate(ping, deadlines.ping()).asBoolean();
        } catch (BrowserUnavailable e) {
            return false;
        }
    }

    @Override
    public CompletableFuture<?> onExit() {
        return browser.onExit();
    }

    @Override
    public void leave() {
        channel.interrupt("the worker is stopping");
        browser.leave();
    }

    @Override
    public void kill() {
        browser.kill();
    }

    @Override
    public void close() {
        channel.interrupt("the session was stopped");
        browser.close();
    }

    private JavascriptExecutor script() {
        return (JavascriptExecutor) browser.driver();
    }

    private Answer call(String action, ObjectNode arguments, @Nullable WebElement input, Duration deadline) {
        PageChannel.Call call = channel.open();
        try {
            String soon = input == null
                    ? start(call, action, arguments, deadline)
                    : (String) script().executeScript(START_WITH_FILE, call.id(), action, arguments.toString(), input);
            if (soon != null) {
                channel.accept(soon);
            }
            PageMessage.Result result = call.answer().get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            if (result.error() != null) {
                return new Answer.Failed(result.error().kind(), result.error().message());
            }
            return new Answer.Value(result.value() == null ? json.nullNode() : result.value());
        } catch (BrowserUnavailable e) {
            return new Answer.Failed("unknown", "the browser did not take the call");
        } catch (JavascriptException e) {
            return new Answer.Failed("deferred", "the page is not ready for calls");
        } catch (WebDriverException e) {
            browser.doubtDriver();
            return new Answer.Failed("unknown", "the browser did not take the call");
        } catch (TimeoutException e) {
            return new Answer.Failed("unknown", "the page did not answer within " + deadline.toSeconds() + " s");
        } catch (ExecutionException e) {
            return new Answer.Failed("unknown", String.valueOf(e.getCause().getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Failed("unknown", "the worker is stopping");
        } finally {
            channel.abandon(call);
        }
    }

    /** The way of nearly every call: one message to the page, one back. */
    private @Nullable String start(PageChannel.Call call, String action, ObjectNode arguments, Duration deadline) {
        String expression = START.formatted(json.valueToTree(call.id()), json.valueToTree(action), arguments);
        JsonNode soon = browser.devTools().evaluate(expression, deadline);
        if (soon.isMissingNode()) {
            throw new JavascriptException("the bridge is not there");
        }
        return soon.textValue();
    }

    private static SendReceipt receipt(WaMessageId id, JsonNode value) {
        return new SendReceipt(
                id,
                Ack.ofLevel(value.path("ack").asInt()),
                value.path("chatId").asText(),
                Instant.ofEpochSecond(value.path("timestamp").asLong()));
    }
}

package io.sanasend.worker.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sanasend.model.message.Ack;
import io.sanasend.model.message.InboundMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageChannelTest {

    private final List<Object> heard = new ArrayList<>();
    private final PageChannel channel = new PageChannel(
            new ObjectMapper(),
            new PageListener() {
                @Override
                public void signalsChanged(PageSignals signals) {
                    heard.add(String.valueOf(signals.qr()));
                }

                @Override
                public void logoutAnnounced(String reason) {
                    heard.add("logout " + reason);
                }

                @Override
                public void troubleAnnounced(Trouble trouble) {
                    heard.add(trouble);
                }

                @Override
                public void acked(String waMessageId, Ack ack) {
                    heard.add(waMessageId + " " + ack);
                }

                @Override
                public void received(InboundMessage message) {
                    heard.add(message);
                }
            },
            Runnable::run);

    private static String signals(String load, int n, String qr) {
        return """
                {"type": "signals", "load": "%s", "n": %d, "signals": {"injected": true, "qr": "%s", "missing": []}}""".formatted(load, n, qr);
    }

    private static String result(PageChannel.Call call, String value) {
        return """
                {"type": "result", "load": "a", "n": 9, "call": "%s", "value": %s}""".formatted(call.id(), value);
    }

    @Test
    void signalsThatAreOvertakenAreNotHeard() {
        channel.accept(signals("a", 1, "first"));
        channel.accept(signals("a", 3, "third"));
        channel.accept(signals("a", 2, "second"));
        channel.accept(signals("a", 3, "third"));
        channel.accept(signals("a", 4, "fourth"));

        assertThat(heard).containsExactly("first", "third", "fourth");
    }

    @Test
    void aNewLoadCountsItsSignalsFromTheStart() {
        channel.accept(signals("a", 7, "old"));
        channel.accept("""
                {"type": "loaded", "load": "b", "n": 1}""");
        channel.accept(signals("b", 2, "new"));

        assertThat(heard).containsExactly("old", "new");
    }

    @Test
    void signalsOfANewLoadThatOvertakeItsBeginningAreHeard() {
        channel.accept(signals("a", 7, "old"));
        channel.accept(signals("b", 2, "new"));
        channel.accept("""
                {"type": "loaded", "load": "b", "n": 1}""");
        channel.accept(signals("b", 3, "newer"));

        assertThat(heard).containsExactly("old", "new", "newer");
    }

    @Test
    void aNewLoadInterruptsTheCallsMadeToTheFormer() {
        channel.accept(signals("a", 1, "old"));
        PageChannel.Call call = channel.open();

        channel.accept("""
                {"type": "loaded", "load": "b", "n": 1}""");

        assertThat(call.answer())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(PageChannel.Interrupted.class)
                .withMessage("the page was loaded again");
    }

    @Test
    void theFirstLoadInterruptsNothing() {
        PageChannel.Call call = channel.open();

        channel.accept("""
                {"type": "loaded", "load": "a", "n": 1}""");

        assertThat(call.answer()).isNotDone();
    }

    @Test
    void anAnswerFindsItsCall() {
        PageChannel.Call first = channel.open();
        PageChannel.Call second = channel.open();

        channel.accept(result(second, "{\"ack\": 1}"));

        assertThat(first.answer()).isNotDone();
        assertThat(second.answer())
                .isCompletedWithValueMatching(answer ->
                        answer.error() == null && answer.value().path("ack").asInt() == 1);
    }

    @Test
    void aFailureComesWithItsKind() {
        PageChannel.Call call = channel.open();

        channel.accept("""
                {"type": "result", "load": "a", "n": 1, "call": "%s", "error": {"kind": "refused", "message": "no"}}""".formatted(call.id()));

        assertThat(call.answer())
                .isCompletedWithValueMatching(
                        answer -> new PageMessage.Failure("refused", "no").equals(answer.error()));
    }

    @Test
    void anAnswerThatComesTooLateIsDropped() {
        PageChannel.Call call = channel.open();
        channel.abandon(call);

        channel.accept(result(call, "null"));

        assertThat(call.answer()).isNotDone();
    }

    @Test
    void anInterruptionEndsEveryOpenCall() {
        PageChannel.Call first = channel.open();
        PageChannel.Call second = channel.open();

        channel.interrupt("the browser ended");

        assertThat(first.answer()).isCompletedExceptionally();
        assertThat(second.answer()).isCompletedExceptionally();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{}",
                "{\"type\": \"unknown\", \"load\": \"a\", \"n\": 1}",
                "{\"type\": \"signals\", \"load\": \"a\", \"n\": 1, \"signals\": \"text\"}"
            })
    void whatCannotBeReadIsDropped(String text) {
        assertThatCode(() -> channel.accept(text)).doesNotThrowAnyException();

        channel.accept(signals("a", 1, "still heard"));
        assertThat(heard).containsExactly("still heard");
    }

    @Test
    void fieldsOfANewerBridgeAreIgnored() {
        channel.accept("""
                {"type": "logout_reason", "load": "a", "n": 1, "reason": "user_initiated", "more": 1}""");

        assertThat(heard).containsExactly("logout user_initiated");
    }

    @Test
    void acksArePassedOnByTheirLevel() {
        channel.accept("""
                {"type": "ack", "load": "a", "n": 1, "id": "3EB0", "ack": 2}""");
        channel.accept("""
                {"type": "ack", "load": "a", "n": 2, "id": "3EB0", "ack": 99}""");

        assertThat(heard).containsExactly("3EB0 DELIVERED", "3EB0 PLAYED");
    }

    @Test
    void messagesArePassedOn() {
        channel.accept("""
                {"type": "message", "load": "a", "n": 1, "message": {"waMessageId": "ABC", "chatId": "12345@lid",
                 "phone": null, "type": "chat", "body": "Hi", "timestamp": 1767225600}}""");

        assertThat(heard)
                .containsExactly(new InboundMessage(
                        "ABC", "12345@lid", null, "chat", "Hi", Instant.parse("2026-01-01T00:00:00Z")));
    }

    @Test
    void eventsOfThePageAreNoNews() {
        channel.accept("""
                {"type": "backend_event", "load": "a", "n": 1, "name": "set_socket_state"}""");

        assertThat(heard).isEmpty();
    }

    @Test
    void troubleIsHeardAndOtherEventsAreNot() {
        channel.accept("""
                {"type": "backend_event", "load": "a", "n": 2, "name": "account_temporarily_banned"}""");
        channel.accept("""
                {"type": "backend_event", "load": "a", "n": 3, "name": "set_socket_state"}""");

        assertThat(heard).containsExactly(Trouble.ACCOUNT_TEMPORARILY_BANNED);
    }

    @Test
    void callsOfAFormerWorkerAreNotAnsweredInPlaceOfItsOwn() {
        var former = new PageChannel(new ObjectMapper(), new NoListener(), Runnable::run);

        assertThat(former.open().id()).isNotEqualTo(channel.open().id());
    }

    @Test
    void tellsHowFarItHasHeardTheLoadThatIsThere() {
        assertThat(channel.heard()).isEqualTo(new PageChannel.Heard(null, 0));

        channel.accept("""
                {"type": "loaded", "load": "a", "n": 1}""");
        channel.accept(signals("a", 4, "x"));
        assertThat(channel.heard()).isEqualTo(new PageChannel.Heard("a", 4));

        channel.accept("""
                {"type": "loaded", "load": "b", "n": 1}""");
        assertThat(channel.heard()).isEqualTo(new PageChannel.Heard("b", 1));
    }

    @Test
    void whatIsStillBeingDealtWithIsNotHeardYet() {
        var waiting = new ArrayList<Runnable>();
        var slow = new PageChannel(new ObjectMapper(), new NoListener(), waiting::add);
        slow.accept("""
                {"type": "loaded", "load": "a", "n": 1}""");
        slow.accept("""
                {"type": "ack", "load": "a", "n": 2, "id": "3EB0", "ack": 1}""");
        waiting.getFirst().run();

        assertThat(slow.heard()).isEqualTo(new PageChannel.Heard("a", 1));
    }

    private static final class NoListener implements PageListener {
        @Override
        public void signalsChanged(PageSignals signals) {}

        @Override
        public void logoutAnnounced(String reason) {}

        @Override
        public void troubleAnnounced(Trouble trouble) {}

        @Override
        public void acked(String waMessageId, Ack ack) {}

        @Override
        public void received(InboundMessage message) {}
    }
}

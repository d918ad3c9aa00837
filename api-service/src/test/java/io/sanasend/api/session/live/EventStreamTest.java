package io.sanasend.api.session.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.model.session.SessionState;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.resteasy.reactive.server.jaxrs.SseImpl;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    private final FakeLine line = new FakeLine();
    private final FakeReader reader = new FakeReader();
    private final AtomicInteger over = new AtomicInteger();
    private final EventStream stream = new EventStream(
            new SseImpl(),
            line,
            Duration.ofSeconds(3),
            Clock.fixed(Instant.ofEpochMilli(1000), ZoneOffset.UTC),
            _ -> over.incrementAndGet());

    @Test
    void beginsWithTheStateAndThenTheCode() {
        stream.show(shown(SessionState.QR_PENDING, "a"));
        stream.subscribe(reader);
        reader.takes(5);

        assertThat(reader.names()).containsExactly("state", "qr");
        assertThat(reader.events.getFirst().getReconnectDelay()).isEqualTo(3000);
        assertThat(reader.ids()).containsExactly(1000L, 1001L);
    }

    @Test
    void tellsNothingTwice() {
        stream.subscribe(reader);
        reader.takes(10);

        stream.show(shown(SessionState.QR_PENDING, "a"));
        stream.show(shown(SessionState.QR_PENDING, "a"));
        stream.show(shown(SessionState.QR_PENDING, "b"));
        stream.show(shown(SessionState.CONNECTED, null));

        assertThat(reader.names()).containsExactly("state", "qr", "qr", "state");
    }

    @Test
    void keepsOnlyTheNewestForAReaderThatIsSlow() {
        stream.subscribe(reader);
        reader.takes(1);
        for (int i = 0; i < 10_000; i++) {
            stream.show(shown(SessionState.QR_PENDING, "code " + i));
        }

        reader.takes(100);

        assertThat(reader.names()).containsExactly("state", "qr");
        assertThat(reader.events.getLast().getData()).isEqualTo("code 9999");
    }

    @Test
    void cutsOffAReaderThatTakesNothingForAWholeHeartbeat() {
        stream.subscribe(reader);

        stream.beat();
        assertThat(line.cut).isFalse();
        stream.beat();

        assertThat(line.cut).isTrue();
        assertThat(over).hasValue(1);
    }

    @Test
    void keepsAReaderThatTakesTheHeartbeats() {
        stream.subscribe(reader);
        for (int i = 0; i < 5; i++) {
            stream.beat();
            reader.takes(1);
        }

        assertThat(line.cut).isFalse();
        assertThat(reader.events).hasSize(5).allMatch(event -> event.getComment() != null);
    }

    @Test
    void letsGoOfAReaderThatNeverCame() {
        stream.beat();

        assertThat(line.cut).isTrue();
        assertThat(over).hasValue(1);
    }

    @Test
    void endsAfterItHasSaidThatTheSessionIsDeleted() {
        stream.subscribe(reader);
        reader.takes(1);

        stream.show(new Shown(null, null, "deleted"));

        assertThat(reader.events.getLast().getData()).isEqualTo("deleted");
        assertThat(reader.completed).isTrue();
        assertThat(over).hasValue(1);
    }

    @Test
    void endsAtOnceWhenToldToAndForReadersThatComeLater() {
        stream.show(shown(SessionState.CONNECTED, null));
        stream.end();
        stream.subscribe(reader);

        assertThat(reader.completed).isTrue();
        assertThat(reader.events).isEmpty();
        assertThat(over).hasValue(1);
    }

    @Test
    void saysNothingOnceTheReaderHasGone() {
        stream.subscribe(reader);
        reader.takes(5);
        stream.cancel();

        stream.show(shown(SessionState.CONNECTED, null));

        assertThat(reader.events).isEmpty();
        assertThat(over).hasValue(1);
    }

    /** The QR code stands for the whole data. */
    private static Shown shown(SessionState state, String qr) {
        return new Shown(new Shown.Face("name", state, "reason", null, null, true), qr, String.valueOf(qr));
    }

    private static final class FakeLine implements Line {

        private boolean cut;

        @Override
        public boolean isClosed() {
            return false;
        }

        @Override
        public void cut() {
            cut = true;
        }
    }

    private static final class FakeReader implements Flow.Subscriber<OutboundSseEvent> {

        private final List<OutboundSseEvent> events = new ArrayList<>();
        private Flow.Subscription subscription;
        private boolean completed;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(OutboundSseEvent event) {
            events.add(event);
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onComplete() {
            completed = true;
        }

        private void takes(long more) {
            subscription.request(more);
        }

        private List<String> names() {
            return events.stream().map(OutboundSseEvent::getName).toList();
        }

        private List<Long> ids() {
            return events.stream()
                    .map(OutboundSseEvent::getId)
                    .map(Long::valueOf)
                    .toList();
        }
    }
}

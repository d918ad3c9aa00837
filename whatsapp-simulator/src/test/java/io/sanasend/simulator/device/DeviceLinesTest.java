package io.sanasend.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceLinesTest {

    private static final Frame WELCOME = Frame.of("welcome");

    private final DeviceLines lines = new DeviceLines(() -> {});

    private static final class FakeLine implements Line {

        private final List<String> sent = new ArrayList<>();
        private boolean closed;

        @Override
        public void send(Frame frame) {
            sent.add(String.valueOf(frame.json().get("t")));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void whatWaitsComesAfterTheWelcomeAndAgainUntilItIsConfirmed() {
        lines.push("d", "1", Frame.of("message"));
        FakeLine first = new FakeLine();
        lines.attach("d", "window", first, WELCOME);
        FakeLine second = new FakeLine();
        lines.attach("d", "window", second, WELCOME);
        lines.confirm("d", "1");
        FakeLine third = new FakeLine();
        lines.attach("d", "window", third, WELCOME);

        assertThat(first.sent).containsExactly("welcome", "message");
        assertThat(second.sent).containsExactly("welcome", "message");
        assertThat(third.sent).containsExactly("welcome");
    }

    @Test
    void otherWindowIsInConflictAndSameWindowIsNot() {
        FakeLine first = new FakeLine();
        FakeLine second = new FakeLine();
        FakeLine third = new FakeLine();

        lines.attach("d", "one", first, WELCOME);
        lines.attach("d", "one", second, WELCOME);
        lines.attach("d", "two", third, WELCOME);

        assertThat(first.sent).containsExactly("welcome");
        assertThat(first.closed).isTrue();
        assertThat(second.sent).containsExactly("welcome", "conflict");
        assertThat(second.closed).isTrue();
        assertThat(third.closed).isFalse();
    }

    @Test
    void lineThatWasReplacedCannotDetachItsSuccessor() {
        FakeLine first = new FakeLine();
        FakeLine second = new FakeLine();
        lines.attach("d", "one", first, WELCOME);
        lines.attach("d", "one", second, WELCOME);

        lines.detach("d", first);

        assertThat(lines.isConnected("d")).isTrue();
    }

    @Test
    void oldestOfTooManyFramesIsDropped() {
        for (int i = 0; i <= 5_000; i++) {
            lines.push("d", "key " + i, Frame.of("message"));
        }

        assertThat(lines.waiting().get("d")).hasSize(5_000);
        assertThat(lines.waiting().get("d").getFirst().json()).containsEntry("key", "key 1");
    }

    @Test
    void waitingFramesSurviveARestore() {
        lines.push("d", "1", Frame.of("message").with("id", "A1"));
        DeviceLines restored = new DeviceLines(() -> {});

        restored.restore(lines.waiting());
        restored.confirm("d", "1");

        assertThat(restored.waiting().get("d")).isEmpty();
    }
}

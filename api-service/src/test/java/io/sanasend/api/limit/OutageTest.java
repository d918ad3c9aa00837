package io.sanasend.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutageTest {

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final AtomicLong now = new AtomicLong(1);
    private final Outage outage = new Outage(new Quota(10, PATIENCE), now::get);

    @Test
    void oneAnswerThatIsMissingAfterALongSilenceIsNone() {
        outage.answered();
        pass(Duration.ofHours(1));

        outage.suspect(new IOException("slow"));

        assertThat(outage.mayAsk()).isTrue();
    }

    @Test
    void manyThatFailedTogetherAreNone() {
        for (int i = 0; i < 100; i++) {
            outage.suspect(new IOException("slow"));
        }

        assertThat(outage.mayAsk()).isTrue();
    }

    @Test
    void twoRoundTripsInARowWithoutAnAnswerAreOneAndAfterThatOneRequestASecondAsks() {
        outage.suspect(new IOException("slow"));
        pass(PATIENCE);
        outage.suspect(new IOException("slow"));

        assertThat(outage.mayAsk()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(outage.mayAsk()).isTrue();
        assertThat(outage.mayAsk()).isFalse();
    }

    @Test
    void anAnswerInBetweenBeginsTheCountAnew() {
        outage.suspect(new IOException("slow"));
        pass(PATIENCE);
        outage.answered();
        outage.suspect(new IOException("slow"));

        assertThat(outage.mayAsk()).isTrue();
    }

    @Test
    void anAnswerEndsIt() {
        outage.suspect(new IOException("slow"));
        pass(PATIENCE);
        outage.suspect(new IOException("slow"));

        outage.answered();

        assertThat(outage.mayAsk()).isTrue();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}

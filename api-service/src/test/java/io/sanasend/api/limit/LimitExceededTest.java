package io.sanasend.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.api.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitExceededTest {

    private static final Instant RESET = Instant.parse("2026-01-31T12:00:30Z");

    private final Allowance spent = new Allowance(Limit.MESSAGES_PER_MINUTE, 10, 10, RESET);

    @Test
    void tellsTheLimitAndWhenToTryAgain() {
        LimitExceeded refusal = new LimitExceeded(spent, Duration.ofMillis(5_001));

        assertThat(refusal.type()).isEqualTo(ProblemType.RATE_LIMIT_EXCEEDED);
        assertThat(refusal.detail()).isEqualTo("At most 10 messages are allowed in a minute; try again in 6 s.");
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMillis(5_001));
        assertThat(refusal.members())
                .isEqualTo(Map.of(
                        "rate_limit", Map.of("limit", 10L, "current", 10L, "period", "minute", "reset_time", RESET)));
    }

    @Test
    void leavesNothingOfAQuotaThatWasLowered() {
        assertThat(new Allowance(Limit.MESSAGES_PER_DAY, 5, 8, RESET).remaining())
                .isZero();
    }
}

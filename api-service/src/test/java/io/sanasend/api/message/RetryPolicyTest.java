package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

    private static final RetryPolicy POLICY = new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(1));

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "2, 2", "3, 4", "6, 32", "7, 60", "8, 60", "1000000, 60", "2147483647, 60"})
    void doublesUpToTheLongestPause(int attempts, long most) {
        RandomGenerator random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            assertThat(POLICY.pauseAfter(attempts, random))
                    .isBetween(Duration.ofMillis(most * 500), Duration.ofSeconds(most));
        }
    }

    @Test
    void isDifferentEachTime() {
        RandomGenerator random = new Random(1);

        assertThat(random.ints(100).mapToObj(_ -> POLICY.pauseAfter(7, random)).distinct())
                .hasSizeGreaterThan(90);
    }

    @Test
    void doesNotOverflow() {
        RetryPolicy policy = new RetryPolicy(Duration.ofDays(100_000), Duration.ofDays(200_000));

        assertThat(policy.pauseAfter(Integer.MAX_VALUE, new Random(1))).isLessThanOrEqualTo(Duration.ofDays(200_000));
    }

    @Test
    void wantsAPositiveFirstPauseThatIsNotLongerThanTheLongest() {
        assertThatThrownBy(() -> new RetryPolicy(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetryPolicy(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

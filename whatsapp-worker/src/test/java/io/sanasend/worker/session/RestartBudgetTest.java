package io.sanasend.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestartBudgetTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final RestartBudget budget = new RestartBudget(2, Duration.ofMinutes(10));

    @Test
    void grantsNoMoreThanItHas() {
        assertThat(budget.tryTake(NOW)).isTrue();
        assertThat(budget.tryTake(NOW)).isTrue();
        assertThat(budget.tryTake(NOW)).isFalse();
    }

    @Test
    void whatWasSpentComesBackWhenItsWindowIsOver() {
        budget.tryTake(NOW);
        budget.tryTake(NOW.plusSeconds(300));

        assertThat(budget.tryTake(NOW.plusSeconds(600))).isFalse();
        assertThat(budget.tryTake(NOW.plusSeconds(601))).isTrue();
        assertThat(budget.tryTake(NOW.plusSeconds(602))).isFalse();
    }

    @Test
    void aRefusalCostsNothing() {
        budget.tryTake(NOW);
        budget.tryTake(NOW);
        budget.tryTake(NOW.plusSeconds(599));

        assertThat(budget.tryTake(NOW.plusSeconds(601))).isTrue();
        assertThat(budget.tryTake(NOW.plusSeconds(601))).isTrue();
    }

    @Test
    void aRefillGivesAllOfItBack() {
        budget.tryTake(NOW);
        budget.tryTake(NOW);

        budget.refill();

        assertThat(budget.tryTake(NOW)).isTrue();
    }
}

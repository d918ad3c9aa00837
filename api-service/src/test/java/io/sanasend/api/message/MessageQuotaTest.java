package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.api.limit.LimitExceeded;
import io.sanasend.api.message.MessageQuota.Lately;
import io.sanasend.api.message.MessageQuota.Limits;
import io.sanasend.api.message.MessageQuota.Moment;
import io.sanasend.api.message.MessageQuota.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageQuotaTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    /** Clocks go back in the night that follows. */
    private static final Instant BEGIN = Instant.parse("2026-10-24T12:00:00Z");

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void allowsExactlyWhatTheLimitsSayWhateverThePaceOfTheCaller(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Limits limits = new Limits(50 + random.nextInt(200), 5 + random.nextInt(20));
        List<Instant> accepted = new ArrayList<>();
        Row row = new Row(LocalDate.of(2026, 1, 1), 0, 0, 0, 0);
        Instant now = BEGIN;
        for (int i = 0; i < 5_000; i++) {
            now = now.plusMillis(random.nextInt(random.nextInt(20) == 0 ? 90_000 : 6_000));
            long today =
                    after(accepted, dayOf(now).atStartOfDay(ZONE).toInstant().minusNanos(1));
            long lately = after(accepted, now.minus(MINUTE));
            boolean far = bound(row, now) + 1 < limits.perMinute();

            MessageQuota quota =
                    new MessageQuota(limits, moment(now), row, far ? null : counted(accepted, now, limits));

            boolean allowed = today < limits.perDay() && lately < limits.perMinute();
            assertThat(quota.refusal().isEmpty()).isEqualTo(allowed);
            if (allowed) {
                quota.take();
                accepted.add(now);
                row = quota.row();
                assertThat(bound(row, now)).isGreaterThanOrEqualTo(after(accepted, now.minus(MINUTE)));
            }
        }
        assertThat(accepted).hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void whoWaitsAsLongAsItIsToldIsNotRefusedAgain(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Limits limits = new Limits(40, 7);
        List<Instant> accepted = new ArrayList<>();
        Row row = new Row(LocalDate.of(2026, 1, 1), 0, 0, 0, 0);
        Instant now = BEGIN;
        int refusals = 0;
        for (int i = 0; i < 500; i++) {
            now = now.plusMillis(random.nextInt(9_000));
            MessageQuota quota = new MessageQuota(limits, moment(now), row, counted(accepted, now, limits));
            Optional<LimitExceeded> refusal = quota.refusal();
            if (refusal.isPresent()) {
                refusals++;
                now = now.plusSeconds(
                        refusal.get().retryAfter().plusNanos(999_999_999).toSeconds());
                quota = new MessageQuota(limits, moment(now), row, counted(accepted, now, limits));
                assertThat(quota.refusal()).isEmpty();
            }
            quota.take();
            accepted.add(now);
            row = quota.row();
        }
        assertThat(refusals).isGreaterThan(10);
    }

    private static Moment moment(Instant now) {
        return new Moment(
                now, dayOf(now), day -> day.plusDays(1).atStartOfDay(ZONE).toInstant());
    }

    private static LocalDate dayOf(Instant now) {
        return LocalDate.ofInstant(now, ZONE);
    }

    private static long after(List<Instant> accepted, Instant moment) {
        return accepted.stream().filter(at -> at.isAfter(moment)).count();
    }

    /** What the statement counts: at most as many as the limit, the newest first. */
    private static Lately counted(List<Instant> accepted, Instant now, Limits limits) {
        List<Instant> recent = accepted.reversed().stream()
                .filter(at -> at.isAfter(now.minus(MINUTE)))
                .limit(limits.perMinute())
                .toList();
        return new Lately(recent.size(), recent.isEmpty() ? null : recent.getLast());
    }

    private static long bound(Row row, Instant now) {
        long minute = moment(now).minute();
        return row.minute() >= minute
                ? row.inMinute() + row.inMinuteBefore()
                : row.minute() == minute - 1 ? row.inMinute() : 0;
    }
}

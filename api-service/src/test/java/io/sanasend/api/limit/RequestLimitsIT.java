package io.sanasend.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.redis.datasource.RedisDataSource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.SettableClock;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The counting itself, on a real Redis and a clock that stands still. */
@ApiTest
class RequestLimitsIT {

    private static final Instant START = new SettableClock().instant();
    private static final long MINUTE = Duration.ofMinutes(1).toNanos() / 1_000;

    @Inject
    Redis redis;

    @Inject
    RedisDataSource commands;

    @Inject
    LimitMeter meter;

    private final SettableClock clock = new SettableClock();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 60, 600, 999})
    void letsInTheWholeQuotaAtOnceAndNotOneMore(int quota) {
        RequestLimits limits = limitsOf(quota);
        Requester caller = newCaller();

        List<Verdict> verdicts =
                IntStream.range(0, quota).mapToObj(_ -> count(limits, caller)).toList();
        Verdict tooMany = count(limits, caller);

        assertThat(verdicts).allMatch(Verdict.Admitted.class::isInstance);
        assertThat(((Verdict.Admitted) verdicts.getFirst()).allowance().used()).isEqualTo(1);
        assertThat(((Verdict.Admitted) verdicts.getLast()).allowance().remaining())
                .isZero();
        assertThat(tooMany).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.allowance().used()).isEqualTo(quota);
            assertThat(refused.allowance().reset()).isAfter(START).isBeforeOrEqualTo(START.plusSeconds(60));
            assertThat(refused.delay())
                    .isBetween(Duration.ofMillis(60_000 / quota), Duration.ofMillis(60_000 / quota + 1));
        });
    }

    @Test
    void givesTheQuotaBackEvenly() {
        RequestLimits limits = limitsOf(60);
        Requester caller = newCaller();
        spend(limits, caller, 60);

        clock.advance(Duration.ofMillis(999));
        assertThat(count(limits, caller)).isInstanceOf(Verdict.Refused.class);
        clock.advance(Duration.ofMillis(1));
        assertThat(count(limits, caller)).isInstanceOf(Verdict.Admitted.class);
        assertThat(count(limits, caller)).isInstanceOf(Verdict.Refused.class);
        clock.advance(Duration.ofSeconds(30));
        spend(limits, caller, 30);
        assertThat(count(limits, caller)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void chargesNothingForARefusal() {
        RequestLimits limits = limitsOf(60);
        Requester caller = newCaller();
        spend(limits, caller, 60);
        for (int i = 0; i < 100; i++) {
            assertThat(count(limits, caller)).isInstanceOf(Verdict.Refused.class);
        }

        clock.advance(Duration.ofMinutes(1));

        spend(limits, caller, 60);
    }

    @Test
    void countsEachCallerAlone() {
        RequestLimits limits = limitsOf(2);
        spend(limits, newCaller(), 2);

        spend(limits, newCaller(), 2);
    }

    @Test
    void neverRefusesALoneCallerThatWaitsAsLongAsItIsToldASecondTime() {
        Random random = new Random(11);
        for (int round = 0; round < 60; round++) {
            RequestLimits limits = limitsOf(1 + random.nextInt(1_200));
            Requester caller = newCaller();
            clock.advance(Duration.ofNanos(random.nextLong(60_000_000_000L) / 1_000 * 1_000));
            Verdict verdict = count(limits, caller);
            while (verdict instanceof Verdict.Admitted) {
                verdict = count(limits, caller);
            }

            LimitExceeded refusal = ((Verdict.Refused) verdict).toException();
            clock.advance(refusal.retryAfter());

            assertThat(count(limits, caller)).isInstanceOf(Verdict.Admitted.class);
        }
    }

    @Test
    void agreesWithAModelOfItAndNeverLetsInMoreThanTheQuotaAndWhatFlowedBack() {
        Random random = new Random(7);
        for (int round = 0; round < 12; round++) {
            int quota = 1 + random.nextInt(90);
            long share = MINUTE / quota;
            RequestLimits limits = limitsOf(quota);
            Requester caller = newCaller();
            List<Long> admitted = new ArrayList<>();
            long full = 0;
            for (int request = 0; request < 250; request++) {
                clock.advance(Duration.ofNanos(1_000 * random.nextLong(random.nextBoolean() ? 10 : 3 * share)));
                long now = Duration.between(Instant.EPOCH, clock.instant()).toNanos() / 1_000;
                boolean expected = Math.max(full, now) + share <= now + share * quota;
                if (expected) {
                    full = Math.max(full, now) + share;
                    admitted.add(now);
                }

                assertThat(count(limits, caller) instanceof Verdict.Admitted)
                        .as("request %d of round %d", request, round)
                        .isEqualTo(expected);
            }
            for (int first = 0; first < admitted.size(); first++) {
                for (int last = first; last < admitted.size(); last++) {
                    assertThat(last - first + 1L)
                            .isLessThanOrEqualTo(quota + (admitted.get(last) - admitted.get(first)) / share);
                }
            }
        }
    }

    @Test
    void boundsWhatAClockThatRanAheadCanDo() {
        RequestLimits limits = limitsOf(10);
        Requester caller = newCaller();
        clock.advance(Duration.ofDays(1));
        spend(limits, caller, 10);

        clock.advance(Duration.ofDays(-1));
        Verdict verdict = count(limits, caller);

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.delay()).isEqualTo(Duration.ofSeconds(6));
            assertThat(refused.allowance().reset()).isEqualTo(START.plusSeconds(60));
        });
    }

    @Test
    void keepsNothingForLong() {
        Requester caller = newCaller();

        spend(limitsOf(10), caller, 10);

        long life = commands.key().pttl("sanasend:limit:requests-per-key:" + caller.id());
        assertThat(life).isBetween(1L, Duration.ofMinutes(2).toMillis());
    }

    private void spend(RequestLimits limits, Requester caller, int requests) {
        for (int i = 0; i < requests; i++) {
            assertThat(count(limits, caller)).isInstanceOf(Verdict.Admitted.class);
        }
    }

    private static Verdict count(RequestLimits limits, Requester caller) {
        return limits.count(caller).toCompletionStage().toCompletableFuture().join();
    }

    private RequestLimits limitsOf(int quota) {
        Quota config = new Quota(quota, Duration.ofSeconds(20));
        return new RequestLimits(redis, config, new Outage(config), meter, clock);
    }

    private static Requester newCaller() {
        return new Requester(Limit.REQUESTS_PER_KEY, "test-" + new Random().nextLong());
    }
}

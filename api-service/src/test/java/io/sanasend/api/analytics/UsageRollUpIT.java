package io.sanasend.api.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.TestProfile;
import io.sanasend.api.calendar.CalendarConfig;
import io.sanasend.api.calendar.Days;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.api.usage.Figures;
import io.sanasend.api.usage.QuietInBerlin;
import io.sanasend.api.usage.TestRollUp;
import io.sanasend.api.usage.UsageDays;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@ApiTest
@TestProfile(QuietInBerlin.class)
class UsageRollUpIT {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 28);

    @Inject
    TestNumbers numbers;

    @Inject
    Past past;

    @Inject
    TestRollUp rollUp;

    @Inject
    UsageDays usage;

    @Inject
    EntityManager database;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @Test
    void rollsADayUpAnHourAfterItIsOver() {
        Number number = numbers.linked(events);
        Days days = berlin("2026-03-29T22:30:00Z");
        past.message(number, at("2026-03-28T22:59:59Z"), "text", "sent");
        past.message(number, at("2026-03-28T23:00:00Z"), "image", "failed");
        past.message(number, at("2026-03-29T21:59:59Z"), "text", "read");
        past.message(number, at("2026-03-29T22:00:00Z"), "text", "sent");
        past.requests(user(number), at("2026-03-29T21:45:00Z"), 3);

        rollUp.run(days, user(number));

        assertThat(states(number)).containsExactly("2026-03-28 rolled");
        rollUp.run(berlin("2026-03-29T23:00:01Z"), user(number));
        assertThat(states(number)).containsExactly("2026-03-28 rolled", "2026-03-29 rolled");
        assertThat(history(days, number, DAY, 3))
                .containsExactly(
                        Map.entry(DAY, figures(1, 1, 0, 0)),
                        Map.entry(DAY.plusDays(1), figures(2, 1, 1, 3)),
                        Map.entry(DAY.plusDays(2), figures(1, 1, 0, 0)));
    }

    @Test
    void catchesUpAfterALongTime() {
        Number number = numbers.linked(events);
        for (int day = 0; day < 40; day += 13) {
            past.message(number, DAY.plusDays(day).atStartOfDay(ZoneOffset.UTC).toInstant(), "text", "sent");
        }
        Days days = berlin("2026-09-01T12:00:00Z");

        assertThat(rollUp.due(days)).contains(user(number));
        rollUp.run(days, user(number));

        assertThat(states(number)).hasSize(4).allMatch(state -> state.endsWith("rolled"));
        assertThat(rollUp.due(days)).doesNotContain(user(number));
    }

    @Test
    void leavesNothingOfARunThatEndedInTheMiddle() {
        Number number = numbers.linked(events);
        past.message(number, at("2026-03-28T12:00:00Z"), "text", "sent");
        Days days = berlin("2026-04-01T12:00:00Z");

        rollUp.crashAt(days);

        assertThat(states(number)).isEmpty();
        assertThat(history(days, number, DAY, 1)).containsExactly(Map.entry(DAY, figures(1, 1, 0, 0)));
        rollUp.run(days, user(number));
        assertThat(states(number)).containsExactly("2026-03-28 rolled");
    }

    @Test
    void countsADayWithAnOpenMessageAnewUntilItIsSettled() {
        Number number = numbers.linked(events);
        past.message(number, at("2026-03-28T12:00:00Z"), "text", "sent");
        past.message(number, at("2026-03-28T12:00:00Z"), "image", "queued");
        Days days = berlin("2026-04-01T12:00:00Z");
        rollUp.run(days, user(number));
        assertThat(states(number)).containsExactly("2026-03-28 stale");

        settle(number, "queued", "failed");

        assertThat(history(days, number, DAY, 1)).containsExactly(Map.entry(DAY, figures(2, 1, 1, 0)));
        rollUp.run(days, user(number));
        assertThat(states(number)).containsExactly("2026-03-28 rolled");
        assertThat(history(days, number, DAY, 1)).containsExactly(Map.entry(DAY, figures(2, 1, 1, 0)));
    }

    @Test
    void countsADayAnewWhenAMessageIsTakenBackFromItsEnd() {
        Number number = numbers.linked(events);
        past.message(number, at("2026-03-28T12:00:00Z"), "text", "failed");
        past.message(number, at("2026-03-29T12:00:00Z"), "text", "sent");
        Days days = berlin("2026-04-01T12:00:00Z");
        rollUp.run(days, user(number));

        settle(number, "failed", "queued");
        settle(number, "sent", "read");

        assertThat(states(number)).containsExactly("2026-03-28 stale", "2026-03-29 rolled");
        assertThat(history(days, number, DAY, 1)).containsExactly(Map.entry(DAY, figures(1, 0, 0, 0)));
        settle(number, "queued", "sent");
        rollUp.run(days, user(number));
        assertThat(history(days, number, DAY, 1)).containsExactly(Map.entry(DAY, figures(1, 1, 0, 0)));
    }

    @Test
    void doesNotCountWhatIsJustBeingTakenBack() throws Exception {
        Number number = numbers.linked(events);
        past.message(number, at("2026-03-28T12:00:00Z"), "text", "failed");
        Days days = berlin("2026-04-01T12:00:00Z");
        CompletableFuture<Void> counted;

        QuarkusTransaction.begin();
        usage.hold(user(number));
        update(number, "failed", "queued");
        counted = CompletableFuture.runAsync(() -> rollUp.run(days, user(number)));
        awaitOneThatWaits();
        QuarkusTransaction.commit();
        counted.get(10, TimeUnit.SECONDS);

        assertThat(states(number)).containsExactly("2026-03-28 stale");
    }

    @Test
    void marksWhatIsJustBeingCounted() throws Exception {
        Number number = numbers.linked(events);
        past.message(number, at("2026-03-28T12:00:00Z"), "text", "failed");
        Days days = berlin("2026-04-01T12:00:00Z");

        QuarkusTransaction.begin();
        usage.hold(user(number));
        CompletableFuture<Void> takenBack = CompletableFuture.runAsync(() -> settle(number, "failed", "queued"));
        awaitOneThatWaits();
        // The lock is this transaction's already, so the count goes on within it and sees the message as it was.
        rollUp.within(days, user(number));
        QuarkusTransaction.commit();
        takenBack.get(10, TimeUnit.SECONDS);

        assertThat(states(number)).containsExactly("2026-03-28 stale");
    }

    @Test
    void countsDaysAnewWhenTheTimeZoneChanges() {
        Number number = numbers.linked(events);
        Instant early = at("2026-03-28T03:00:00Z");
        past.message(number, early.minus(Duration.ofDays(1)), "text", "sent");
        past.message(number, early, "text", "sent");
        past.requests(user(number), early, 5);
        rollUp.run(berlin("2026-04-01T12:00:00Z"), user(number));
        Days newYork = days("America/New_York", "2026-04-01T12:00:00Z");

        assertThat(rollUp.due(newYork)).contains(user(number));
        rollUp.run(newYork, user(number));

        assertThat(states(number)).containsExactly("2026-03-26 rolled", "2026-03-27 rolled");
        assertThat(history(newYork, number, DAY.minusDays(1), 2))
                .containsExactly(Map.entry(DAY.minusDays(1), figures(1, 1, 0, 5)), Map.entry(DAY, Figures.NONE));
    }

    @Test
    void keepsSealedDaysWhenTheTimeZoneChanges() {
        Number number = numbers.linked(events);
        past.message(number, at("2026-03-28T02:00:00Z"), "text", "sent");
        past.message(number, at("2026-03-29T02:00:00Z"), "text", "sent");
        past.message(number, at("2026-03-29T20:00:00Z"), "image", "failed");
        rollUp.run(days("UTC", "2026-04-01T12:00:00Z"), user(number));
        usage.seal(user(number), at("2026-03-29T00:00:00Z"));
        past.run(
                "DELETE FROM messages WHERE user_id = :user AND created_at < '2026-03-29'",
                Map.of("user", user(number)));
        Days newYork = days("America/New_York", "2026-04-01T12:00:00Z");

        rollUp.run(newYork, user(number));

        assertThat(states(number)).containsExactly("2026-03-28 sealed", "2026-03-28 rolled", "2026-03-29 rolled");
        assertThat(history(newYork, number, DAY, 2))
                .containsExactly(Map.entry(DAY, figures(2, 2, 0, 0)), Map.entry(DAY.plusDays(1), figures(1, 0, 1, 0)));
    }

    private void awaitOneThatWaits() {
        Awaitility.await()
                .until(() -> QuarkusTransaction.requiringNew().call(() -> (Boolean) database.createNativeQuery(
                                "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 7311017 AND NOT granted)",
                                Boolean.class)
                        .getSingleResult()));
    }

    private void settle(Number number, String from, String to) {
        QuarkusTransaction.requiringNew().run(() -> update(number, from, to));
    }

    private void update(Number number, String from, String to) {
        database.createNativeQuery("UPDATE messages SET status = :to WHERE user_id = :user AND status = :from")
                .setParameter("user", user(number))
                .setParameter("from", from)
                .setParameter("to", to)
                .executeUpdate();
    }

    private Map<LocalDate, Figures> history(Days days, Number number, LocalDate first, int length) {
        return QuarkusTransaction.requiringNew()
                .call(() -> new UsageHistory(database, days).byDay(user(number), first, first.plusDays(length - 1L)));
    }

    private List<String> states(Number number) {
        List<?> states = QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(
                                "SELECT day || ' ' || state FROM usage_days WHERE user_id = :user ORDER BY starts_at",
                                String.class)
                        .setParameter("user", user(number))
                        .getResultList());
        return states.stream().map(String.class::cast).toList();
    }

    /** Messages of which one at most has a file, and that one failed. */
    private static Figures figures(long accepted, long sent, long failed, long requests) {
        return new Figures(accepted, sent, failed, 0, 0, accepted - failed, failed, 0, 0, 0, 0, 0, requests);
    }

    private static long user(Number number) {
        return number.tenant().id();
    }

    private static Days berlin(String now) {
        return days("Europe/Berlin", now);
    }

    private static Days days(String zone, String now) {
        record Zone(ZoneId timezone) implements CalendarConfig {}
        return new Days(new Zone(ZoneId.of(zone)), Clock.fixed(at(now), ZoneOffset.UTC));
    }

    private static Instant at(String time) {
        return Instant.parse(time);
    }
}

package io.sanasend.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.SettableClock;
import jakarta.inject.Inject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@ApiTest
class WorkSchedulerIT {

    private static final AtomicInteger COUNT = new AtomicInteger();

    @Inject
    WorkTable table;

    @Inject
    WorkMetrics metrics;

    @Inject
    ScheduledRuns runs;

    @Inject
    AgroalDataSource database;

    @Inject
    ScheduleConfig config;

    private final TestWork work = new TestWork("test-" + COUNT.incrementAndGet(), Duration.ofDays(1));
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void forget() throws SQLException {
        release.countDown();
        execute("DELETE FROM scheduled_work WHERE name LIKE 'test-%'");
    }

    @Test
    void isDoneByOneReplicaAlone() throws Exception {
        List<WorkScheduler> replicas =
                IntStream.range(0, 8).mapToObj(_ -> replica()).toList();
        enlistDue();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.invokeAll(replicas.stream().map(WorkSchedulerIT::looking).toList());
        }
        replicas.forEach(WorkSchedulerIT::rest);

        assertThat(work.runs()).isEqualTo(1);
        WorkStanding standing = standing();
        assertThat(standing.lastRun().result()).isEqualTo(RunResult.OK);
        assertThat(standing.lastRun().detail()).isEqualTo("run 1");
        assertThat(standing.lastRun().endedAt())
                .isAfterOrEqualTo(standing.lastRun().startedAt());
        assertThat(standing.dueAt()).isEqualTo(standing.lastRun().startedAt().plus(Duration.ofDays(1)));
        assertThat(standing.lastFailure()).isNull();
    }

    @Test
    void isNotDoneBeforeItIsDue() {
        WorkScheduler replica = replica();

        look(replica);

        assertThat(work.runs()).isZero();
        assertThat(standing().dueAt())
                .isBetween(Instant.now().plusSeconds(50), Instant.now().plusSeconds(70));
    }

    @Test
    void isMadeUpForOnceAfterDaysWithoutAnyReplica() throws SQLException {
        table.enlist(work);
        execute("UPDATE scheduled_work SET due_at = clock_timestamp() - interval '3 days' WHERE name = '" + work.name()
                + "'");
        WorkScheduler replica = replica();

        look(replica);
        look(replica);

        assertThat(work.runs()).isEqualTo(1);
        assertThat(standing().dueAt()).isAfter(Instant.now().plus(Duration.ofHours(23)));
    }

    @Test
    void isTakenOverFromAReplicaThatDied() throws SQLException {
        enlistDue();
        Map<String, Long> claimed = table.claim("dead", List.of(work.name()));
        WorkScheduler heir = replica();

        look(heir);
        assertThat(work.runs()).isZero();
        endLease();
        look(heir);

        assertThat(work.runs()).isEqualTo(1);
        assertThat(standing().lastFailure().id()).isEqualTo(claimed.get(work.name()));
        assertThat(standing().lastFailure().result()).isEqualTo(RunResult.LOST);
        assertThat(standing().lastRun().result()).isEqualTo(RunResult.OK);
    }

    @Test
    void staysWithItsReplicaWhileThatRenewsTheLease() throws Exception {
        enlistDue();
        CountDownLatch begun = doesNothingUntilReleased();
        WorkScheduler holder = replica();
        holder.look();
        begun.await(10, TimeUnit.SECONDS);
        endLease();

        holder.look();
        WorkScheduler other = replica();
        other.look();

        assertThat(other.isAtRest()).isTrue();
        release.countDown();
        rest(holder);
        assertThat(standing().lastRun().result()).isEqualTo(RunResult.OK);
        assertThat(work.runs()).isEqualTo(1);
    }

    @Test
    void tellsARunThatWasTakenOverToEndAndDoesNotBelieveIt() throws Exception {
        enlistDue();
        AtomicBoolean wentOn = new AtomicBoolean(true);
        CountDownLatch begun = new CountDownLatch(1);
        work.does(turn -> {
            begun.countDown();
            await(release);
            wentOn.set(turn.goesOn());
        });
        WorkScheduler slow = replica();
        slow.look();
        begun.await(10, TimeUnit.SECONDS);
        endLease();
        table.claim("heir", List.of(work.name()));

        slow.look();
        release.countDown();
        rest(slow);

        assertThat(wentOn).isFalse();
        assertThat(standing().lastRun().replica()).isEqualTo("heir");
        assertThat(standing().lastRun().result()).isEqualTo(RunResult.RUNNING);
        assertThat(standing().lastFailure().result()).isEqualTo(RunResult.LOST);
    }

    @Test
    void isGivenUpWhenItHangs() throws Exception {
        enlistDue();
        CountDownLatch begun = doesNothingUntilReleased();
        SettableClock clock = new SettableClock();
        WorkScheduler hanging = replica(table, clock);
        hanging.look();
        begun.await(10, TimeUnit.SECONDS);

        clock.advance(Duration.ofMinutes(15));
        hanging.look();
        rest(hanging);

        assertThat(standing().lastRun().result()).isNotEqualTo(RunResult.RUNNING);
    }

    @Test
    void isDueAgainSoonAfterAFailureThatSaysNothingConfidential() throws SQLException {
        enlistDue();
        work.does(_ -> {
            throw new IllegalStateException("Key (name)=(somebody) is odd");
        });

        look(replica());

        WorkStanding standing = standing();
        assertThat(standing.lastRun().result()).isEqualTo(RunResult.FAILED);
        assertThat(standing.lastRun().detail())
                .contains("IllegalStateException")
                .doesNotContain("somebody");
        assertThat(standing.lastFailure()).isEqualTo(standing.lastRun());
        assertThat(standing.dueAt()).isBefore(Instant.now().plus(Duration.ofMinutes(6)));
    }

    @Test
    void endsWithItsStepWhenTheReplicaStopsAndIsDueAtOnceForAnother() throws Exception {
        enlistDue();
        CountDownLatch begun = new CountDownLatch(1);
        work.does(turn -> {
            begun.countDown();
            while (turn.goesOn()) {
                Thread.onSpinWait();
            }
        });
        WorkScheduler stopping = replica();
        stopping.look();
        begun.await(10, TimeUnit.SECONDS);

        stopping.onStop(new ShutdownEvent());
        stopping.look();
        assertThat(standing().lastRun().result()).isEqualTo(RunResult.STOPPED);
        work.does(_ -> {});
        look(replica());

        assertThat(standing().lastRun().result()).isEqualTo(RunResult.OK);
        assertThat(work.runs()).isEqualTo(2);
    }

    @Test
    void followsTheRunDuringWhichItWasAskedFor() throws Exception {
        enlistDue();
        CountDownLatch begun = doesNothingUntilReleased();
        WorkScheduler replica = replica();
        replica.look();
        begun.await(10, TimeUnit.SECONDS);

        assertThat(runs.ask(work.name())).isTrue();
        release.countDown();
        rest(replica);
        look(replica);
        look(replica);

        assertThat(work.runs()).isEqualTo(2);
    }

    @Test
    void keepsOfFrequentWorkTheLastGoodRunAndTheFailures() throws SQLException {
        TestWork frequent = new TestWork(work.name() + "-frequent", Duration.ofSeconds(1));
        WorkScheduler replica =
                new WorkScheduler(List.of(frequent), table, Clock.systemUTC(), RandomGenerator.getDefault());
        table.enlist(frequent);
        for (int i = 0; i < 4; i++) {
            boolean fails = i == 1;
            frequent.does(_ -> {
                if (fails) {
                    throw new IllegalStateException();
                }
            });
            execute("UPDATE scheduled_work SET due_at = clock_timestamp() WHERE name = '" + frequent.name() + "'");
            look(replica);
        }

        assertThat(runs.page(frequent.name(), 0, 10))
                .extracting(WorkRun::result)
                .containsExactly(RunResult.OK, RunResult.FAILED);
        assertThat(runs.count(frequent.name())).isEqualTo(2);
    }

    @Test
    void isDueEarlierWhenItsIntervalBecomesShorter() throws SQLException {
        enlistDue();
        look(replica());

        table.enlist(new TestWork(work.name(), Duration.ofMinutes(1)));

        assertThat(standing().interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(standing().dueAt()).isBefore(Instant.now().plus(Duration.ofMinutes(2)));
    }

    @Test
    void waitsWhileTheDatabaseIsAway() throws SQLException {
        enlistDue();
        AtomicBoolean away = new AtomicBoolean(true);
        WorkScheduler replica = replica(new WorkTable(unless(away), metrics), Clock.systemUTC());

        look(replica);
        look(replica);
        assertThat(work.runs()).isZero();
        away.set(false);
        look(replica);

        assertThat(work.runs()).isEqualTo(1);
    }

    @Test
    void forgetsOldRuns() throws SQLException {
        enlistDue();
        look(replica());
        RunCleaning cleaning = new RunCleaning(database, config, Clock.systemUTC());
        RunCleaning later = new RunCleaning(database, config, Clock.offset(Clock.systemUTC(), Duration.ofDays(30)));

        cleaning.run(() -> true);
        assertThat(runs.count(work.name())).isEqualTo(1);
        later.run(() -> true);

        assertThat(runs.count(work.name())).isZero();
    }

    private WorkScheduler replica() {
        return replica(table, Clock.systemUTC());
    }

    private WorkScheduler replica(WorkTable table, Clock clock) {
        return new WorkScheduler(List.of(work), table, clock, RandomGenerator.getDefault());
    }

    private static Callable<Void> looking(WorkScheduler replica) {
        return () -> {
            replica.look();
            return null;
        };
    }

    /** Looks once, and waits until what was begun is done. */
    private static void look(WorkScheduler replica) {
        replica.look();
        rest(replica);
    }

    private static void rest(WorkScheduler replica) {
        Awaitility.await().pollInterval(Duration.ofMillis(10)).until(replica::isAtRest);
    }

    private CountDownLatch doesNothingUntilReleased() {
        CountDownLatch begun = new CountDownLatch(1);
        work.does(_ -> {
            begun.countDown();
            await(release);
        });
        return begun;
    }

    private WorkStanding standing() {
        return runs.of(work.name()).orElseThrow();
    }

    private void enlistDue() throws SQLException {
        table.enlist(work);
        execute("UPDATE scheduled_work SET due_at = clock_timestamp() WHERE name = '" + work.name() + "'");
    }

    private void endLease() throws SQLException {
        execute("UPDATE scheduled_work SET lease_ends = clock_timestamp() WHERE name = '" + work.name() + "'");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The database, which gives no connection while it is away. */
    private AgroalDataSource unless(AtomicBoolean away) {
        return (AgroalDataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {AgroalDataSource.class}, (_, method, arguments) -> {
                    if (away.get()) {
                        throw new SQLException("away", "08001");
                    }
                    try {
                        return method.invoke(database, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import jakarta.inject.Inject;
import java.net.URL;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;

/** Messages that are accepted together: what they cost, and that none of them pays for another. */
@ApiTest
class GroupCommitIT {

    @Inject
    TestNumbers numbers;

    @Inject
    TestLanes lanes;

    @Inject
    Acceptances acceptances;

    @Inject
    GroupCommit groups;

    @Inject
    Dispatcher dispatcher;

    @Inject
    SessionFactory database;

    @Inject
    javax.sql.DataSource dataSource;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @Test
    void takesThreeStatementsHoweverManyThereAre() {
        List<Number> senders =
                Stream.generate(() -> numbers.linked(events)).limit(3).toList();
        senders.forEach(number -> lanes.accept(number, "the quota is made"));
        List<Draft> drafts = IntStream.range(0, 60)
                .mapToObj(i -> lanes.draft(senders.get(i % 3), "n" + i))
                .toList();
        // Longer than the longest pause of a lane of another test.
        Awaitility.await().during(Duration.ofMillis(800)).until(dispatcher::isAtRest);
        Statistics statistics = database.getStatistics();
        statistics.clear();

        List<Acceptance> accepted = acceptances.accept(drafts).acceptances();

        // A timer of another test may have had a look meanwhile, which is one statement that writes nothing.
        long looks = statistics.getTransactionCount() - 1;
        assertThat(looks).isBetween(0L, 1L);
        assertThat(statistics.getPrepareStatementCount() - looks).isEqualTo(3);
        assertThat(accepted).hasSize(60).allMatch(Acceptance.Accepted.class::isInstance);
        List<Long> ids = accepted.stream()
                .map(acceptance -> ((Acceptance.Accepted) acceptance).messageId())
                .toList();
        assertThat(ids).as("in the order of the drafts").isSorted().doesNotHaveDuplicates();
    }

    @Test
    void refusesOneWithoutTheOthers() {
        Number number = numbers.linked(events);
        lanes.accept(number, "the quota is made");
        Draft good = lanes.draft(number, "good");
        Draft nowhere = new Draft(
                good.userId(),
                lanes.draft(number, "x").waMessageId(),
                good.recipient(),
                good.message(),
                "no such session",
                null,
                good.validity(),
                null,
                null);

        List<Acceptance> results = acceptances.accept(List.of(nowhere, good)).acceptances();

        assertThat(results.getFirst()).isInstanceOf(Acceptance.Refused.class);
        assertThat(results.getLast()).isInstanceOf(Acceptance.Accepted.class);
    }

    @Test
    void aLockedLaneHoldsUpNobodyElse() throws Exception {
        Number stuck = numbers.linked(events);
        Number free = numbers.linked(events);
        lanes.accept(stuck, "the quota is made");
        lanes.accept(free, "the quota is made");
        try (Connection other = dataSource.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT FROM lanes WHERE session_id = " + stuck.id() + " FOR UPDATE");

            CompletableFuture<Acceptance> waiting = CompletableFuture.supplyAsync(
                    () -> groups.accept(lanes.draft(stuck, "waits")), Thread::startVirtualThread);
            for (int i = 0; i < 20; i++) {
                assertThat(groups.accept(lanes.draft(free, "n" + i))).isInstanceOf(Acceptance.Accepted.class);
            }
            assertThat(waiting).isNotDone();
            other.rollback();

            assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(Acceptance.Accepted.class);
        }
    }

    @Test
    void whatNobodyCanStoreFailsAloneAndTheRestIsAccepted() throws Exception {
        Number number = numbers.linked(events);
        lanes.accept(number, "the quota is made");
        Draft first = lanes.draft(number, "first");
        assertThat(groups.accept(first)).isInstanceOf(Acceptance.Accepted.class);
        // The same WhatsApp id again, which the table refuses.
        List<Draft> drafts = Stream.concat(
                        Stream.of(first), IntStream.range(0, 30).mapToObj(i -> lanes.draft(number, "n" + i)))
                .toList();

        List<CompletableFuture<Acceptance>> results = drafts.stream()
                .map(draft -> CompletableFuture.supplyAsync(() -> groups.accept(draft), Thread::startVirtualThread))
                .toList();

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> results.stream().allMatch(CompletableFuture::isDone));
        assertThat(results.getFirst()).isCompletedExceptionally();
        assertThat(results.subList(1, results.size()))
                .allSatisfy(result -> assertThat(result.get()).isInstanceOf(Acceptance.Accepted.class));
    }
}

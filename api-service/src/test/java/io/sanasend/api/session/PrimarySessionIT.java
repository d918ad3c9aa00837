package io.sanasend.api.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.path.json.JsonPath;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@ApiTest
class PrimarySessionIT {

    @Inject
    TestNumbers numbers;

    @Test
    void makesAnotherSessionThePrimaryAndNoOther() {
        Tenant tenant = TestCallers.newTenant();
        numbers.started(tenant, "first");
        Number second = numbers.started(tenant, "second");

        tenant.bare()
                .post("/api/v1/sessions/set-primary/" + second.sessionId() + "/")
                .then()
                .statusCode(200)
                .body("data.id", equalTo(second.id()))
                .body("data.is_primary", equalTo(true));

        assertThat(primaries(tenant)).containsExactly(second.id());
        tenant.bare().get("/api/v1/sessions/status/").then().body("data.id", equalTo(second.id()));
    }

    @Test
    void answersTheSameForTheOneThatIsThePrimaryAlready() {
        Number number = numbers.started(TestCallers.newTenant(), "only");

        for (int i = 0; i < 2; i++) {
            number.tenant()
                    .bare()
                    .post("/api/v1/sessions/set-primary/" + number.id())
                    .then()
                    .statusCode(200)
                    .body("data.is_primary", equalTo(true));
        }
    }

    @RepeatedTest(5)
    void leavesOnePrimaryWhenSeveralAreAskedForAtOnce() throws Exception {
        Tenant tenant = TestCallers.newTenant();
        List<Number> sessions = Stream.of("a", "b", "c", "d")
                .map(name -> numbers.started(tenant, name))
                .toList();

        List<Integer> answers = atOnce(sessions.stream().map(this::setPrimary).toList());

        assertThat(answers).containsOnly(200);
        assertThat(primaries(tenant)).hasSize(1);
    }

    @RepeatedTest(5)
    void leavesOnePrimaryWhenThePrimaryIsDeletedAtTheSameTime() throws Exception {
        Tenant tenant = TestCallers.newTenant();
        Number first = numbers.started(tenant, "first");
        Number second = numbers.started(tenant, "second");
        Number third = numbers.started(tenant, "third");

        List<Integer> answers = atOnce(List.of(delete(first), setPrimary(third), delete(second)));

        assertThat(answers).containsOnly(200);
        assertThat(primaries(tenant)).containsExactly(third.id());
    }

    @RepeatedTest(5)
    void leavesOnePrimaryWhenTheChosenOneIsDeletedAtTheSameTime() throws Exception {
        Tenant tenant = TestCallers.newTenant();
        Number first = numbers.started(tenant, "first");
        Number second = numbers.started(tenant, "second");

        List<Integer> answers = atOnce(List.of(delete(second), setPrimary(second)));

        assertThat(answers.getFirst()).isEqualTo(200);
        assertThat(answers.getLast()).isIn(200, 404);
        assertThat(primaries(tenant)).containsExactly(first.id());
    }

    private Callable<Integer> setPrimary(Number number) {
        return () -> number.tenant()
                .bare()
                .post("/api/v1/sessions/set-primary/" + number.id() + "/")
                .statusCode();
    }

    private Callable<Integer> delete(Number number) {
        return () -> number.tenant()
                .bare()
                .delete("/api/v1/sessions/delete/" + number.id() + "/")
                .statusCode();
    }

    private static List<Integer> atOnce(List<Callable<Integer>> calls) throws InterruptedException {
        CyclicBarrier start = new CyclicBarrier(calls.size());
        try (ExecutorService callers = Executors.newFixedThreadPool(calls.size())) {
            return callers
                    .invokeAll(calls.stream()
                            .<Callable<Integer>>map(call -> () -> {
                                start.await();
                                return call.call();
                            })
                            .toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();
        }
    }

    private static List<Integer> primaries(Tenant tenant) {
        JsonPath list = tenant.bare().get("/api/v1/sessions/list/").jsonPath();
        return list.getList("data.sessions.findAll { it.is_primary }.id", Integer.class);
    }
}

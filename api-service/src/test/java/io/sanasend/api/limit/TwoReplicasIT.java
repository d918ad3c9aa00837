package io.sanasend.api.limit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.PackagedService;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** N allowed means N allowed, however many ask at once, and of whom. */
@ApiTest
@TestProfile(TwoReplicasIT.FewRequests.class)
class TwoReplicasIT {

    private static final int CALLERS = 100;
    private static final int QUOTA = 10;
    private static final Duration SHARE = Duration.ofMinutes(1).dividedBy(QUOTA);

    public static final class FewRequests implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("sanasend.limits.requests-per-key", Integer.toString(QUOTA));
        }
    }

    @TestHTTPResource("/api/v1/auth/me/")
    URL here;

    @Test
    void letInTheQuotaOfAKeyTogetherAndNotOneMore() throws Exception {
        Tenant tenant = TestCallers.newTenant();
        String warmUp = tenant.newKey();
        String key = tenant.newKey();
        try (PackagedService other = PackagedService.start("two-replicas", List.of(), Map.of());
                HttpClient client = HttpClient.newHttpClient()) {
            List<URI> replicas =
                    List.of(here.toURI(), other.url("/api/v1/auth/me/").toURI());
            ask(client, replicas, warmUp);

            long begin = System.nanoTime();
            List<Integer> answers = ask(client, replicas, key);
            long cameBack = Duration.ofNanos(System.nanoTime() - begin).dividedBy(SHARE);

            assertThat(answers).hasSize(2 * CALLERS).containsOnly(200, 429);
            assertThat(answers.stream().filter(status -> status == 200).count())
                    .isBetween((long) QUOTA, QUOTA + cameBack);
            for (URI replica : replicas) {
                assertThat(given().header("X-Api-Key", warmUp).get(replica).header("RateLimit"))
                        .startsWith("\"requests-per-key\";r=0");
            }
        }
    }

    /** All at once, each of both. */
    private static List<Integer> ask(HttpClient client, List<URI> replicas, String key) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < CALLERS; caller++) {
                for (URI replica : replicas) {
                    HttpRequest request = HttpRequest.newBuilder(replica)
                            .header("X-Api-Key", key)
                            .build();
                    answers.add(callers.submit(() -> {
                        start.await();
                        return client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode();
                    }));
                }
            }
            start.countDown();
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            statuses.add(answer.get());
        }
        return statuses;
    }
}

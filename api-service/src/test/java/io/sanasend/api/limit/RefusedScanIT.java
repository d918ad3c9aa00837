package io.sanasend.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.TestProfile;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.Scrape;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Whoever tries paths beyond its quota leaves no trace in the metrics but a count. */
@ApiTest
@TestProfile(RequestCountingIT.FewRequests.class)
class RefusedScanIT {

    @TestHTTPResource("/")
    URL root;

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    @Test
    void addsNoSeries() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            scan(client, "before");
            scan(client, "again");
            // To read them is a request as well.
            series();
            Set<String> before = series();

            for (int i = 0; i < 50; i++) {
                scan(client, "x" + i);
            }

            Set<String> added = new TreeSet<>(series());
            added.removeAll(before);
            assertThat(added).isEmpty();
            assertThat(before).anyMatch(refused("other")).anyMatch(refused("/api/v1/messages/list"));
        }
    }

    private static Predicate<String> refused(String route) {
        return series -> series.contains("status=\"429\"") && series.contains("uri=\"" + route + "\"");
    }

    private void scan(HttpClient client, String name) throws Exception {
        for (String path :
                List.of(name, name + "/", name + "/b/c/", "/" + name, "messages/" + name + "/", "messages/list/")) {
            client.send(
                    HttpRequest.newBuilder(URI.create(root + "api/v1/" + path)).build(),
                    HttpResponse.BodyHandlers.discarding());
        }
    }

    private Set<String> series() {
        Set<String> series = new TreeSet<>(Scrape.of(metrics).values().keySet());
        series.removeIf(name -> !name.startsWith("http_server_requests"));
        return series;
    }
}

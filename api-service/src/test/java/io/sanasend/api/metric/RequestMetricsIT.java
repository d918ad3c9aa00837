package io.sanasend.api.metric;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.Scrape;
import io.sanasend.api.testing.TestCallers;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

@ApiTest
class RequestMetricsIT {

    private static final int PATHS = 1_000;

    @TestHTTPResource("/")
    URL root;

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    @Test
    void requestsAreCountedByRouteMethodAndStatus() {
        TestCallers.Tenant tenant = TestCallers.newTenant();
        double before = requests("/api/v1/messages/{id}", "404");

        tenant.bare().get("/api/v1/messages/999999999/").then().statusCode(404);
        tenant.bare().get("/api/v1/messages/999999998").then().statusCode(404);
        given().get("/api/v1/messages/list/").then().statusCode(401);

        assertThat(requests("/api/v1/messages/{id}", "404")).isEqualTo(before + 2);
        assertThat(requests("/api/v1/messages/list", "401")).isPositive();
        assertThat(Scrape.of(metrics).values().keySet())
                .as("times can be added up over replicas")
                .anyMatch(series -> series.startsWith("http_server_requests_seconds_bucket{")
                        && series.contains("uri=\"/api/v1/messages/{id}\"")
                        && series.contains("le=\"0.5\""));
    }

    @Test
    void aScanOfUnknownPathsAndMethodsAddsNoSeries() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            scan(client, "before");
            // To read them is a request as well.
            series();
            Set<String> before = series();

            for (int i = 0; i < PATHS / 10; i++) {
                scan(client, "x" + i + "y" + i * 31);
            }

            Set<String> added = new TreeSet<>(series());
            added.removeAll(before);
            assertThat(added).isEmpty();
        }
    }

    /** Ten paths that are not there, and one method that is none. */
    private void scan(HttpClient client, String name) throws Exception {
        for (String path : List.of(
                "/" + name,
                "/" + name + "/",
                "/wp-admin/" + name + ".php",
                "/api/" + name,
                "/api/v1/" + name + "/",
                "/api/v1/messages/list/" + name,
                "/api/v1/messages/" + name + "/",
                "/api/v1/sessions/" + name + "/" + name + "/",
                "/api/docs/" + name,
                "/health/" + name + "?q=" + name)) {
            request(client, "GET", path);
        }
        request(client, "X" + name.toUpperCase(Locale.ROOT), "/api/v1/messages/list/");
    }

    private void request(HttpClient client, String method, String path) throws Exception {
        client.send(
                HttpRequest.newBuilder(URI.create(root + path.substring(1)))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    private double requests(String template, String status) {
        return Scrape.of(metrics)
                .sum(
                        "http_server_requests_seconds_count",
                        "uri=\"" + template + "\"",
                        "method=\"GET\"",
                        "status=\"" + status + "\"");
    }

    /** Without those of other parts, which come by themselves. */
    private Set<String> series() {
        Set<String> series = new TreeSet<>(Scrape.of(metrics).values().keySet());
        series.removeIf(name -> !name.startsWith("http_server_"));
        return series;
    }
}

package io.sanasend.local.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The api's own figures at one moment, as its metrics show them.
 *
 * @param text in Prometheus' format
 */
record Metrics(String text) {

    private static final double MILLIS_PER_SECOND = 1000;

    static Metrics of(String managementAddress) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(managementAddress + "/metrics"))
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
            return new Metrics(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new BenchFailed("no metrics: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new BenchFailed("interrupted");
        }
    }

    /** All counters of that name together. */
    double total(String counter) {
        return Pattern.compile("(?m)^" + counter + "_total(?:\\{[^}]*})? ([0-9.E+-]+)")
                .matcher(text)
                .results()
                .mapToDouble(value -> Double.parseDouble(value.group(1)))
                .sum();
    }

    /** How long steps of that name took of late. */
    double millis(String step, String quantile) {
        Matcher value = Pattern.compile(
                        "(?m)^" + step + "_seconds\\{[^}]*quantile=\"" + quantile + "\"[^}]*} ([0-9.E+-]+)")
                .matcher(text);
        if (!value.find()) {
            throw new BenchFailed("the metrics do not tell how long " + step + " takes");
        }
        return Double.parseDouble(value.group(1)) * MILLIS_PER_SECOND;
    }
}

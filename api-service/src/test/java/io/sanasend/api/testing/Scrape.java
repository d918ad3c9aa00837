package io.sanasend.api.testing;

import static io.restassured.RestAssured.given;

import java.net.URL;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What {@code /metrics} printed at one moment.
 *
 * @param values by series, as it is written
 */
public record Scrape(Map<String, Double> values) {

    public static Scrape of(URL metrics) {
        return read(given().get(metrics).then().statusCode(200).extract().asString());
    }

    private static Scrape read(String text) {
        return new Scrape(text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)),
                        (first, _) -> first,
                        TreeMap::new)));
    }

    /** The sum of the series of that name that have all of these labels, each written as {@code name="value"}. */
    public double sum(String name, String... labels) {
        return values.entrySet().stream()
                .filter(series ->
                        series.getKey().equals(name) || series.getKey().startsWith(name + "{"))
                .filter(series ->
                        Arrays.stream(labels).allMatch(label -> series.getKey().contains(label)))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}

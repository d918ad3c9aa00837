package io.sanasend.endtoend.testing;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a service's {@code /metrics} printed.
 *
 * @param labels by name of the metric, those of all its series
 */
public record Scrape(Map<String, Set<String>> labels) {

    private static final Pattern SERIES = Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)(\\{.*})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

    public static Scrape of(String text) {
        var labels = new TreeMap<String, Set<String>>();
        Matcher series = SERIES.matcher(text);
        while (series.find()) {
            Set<String> all = labels.computeIfAbsent(series.group(1), _ -> new HashSet<>());
            if (series.group(2) != null) {
                all.addAll(LABEL.matcher(series.group(2))
                        .results()
                        .map((MatchResult label) -> label.group(1))
                        .collect(Collectors.toSet()));
            }
        }
        return new Scrape(labels);
    }

    /** Both together, as one Prometheus has them, with what it adds itself. */
    public Scrape with(Scrape other) {
        var labels = new TreeMap<String, Set<String>>(this.labels);
        other.labels.forEach((name, more) -> labels.merge(name, more, (one, two) -> {
            var all = new HashSet<>(one);
            all.addAll(two);
            return all;
        }));
        labels.put("up", Set.of());
        labels.replaceAll((_, own) -> {
            var all = new HashSet<>(own);
            all.addAll(Set.of("job", "instance"));
            return all;
        });
        return new Scrape(labels);
    }
}

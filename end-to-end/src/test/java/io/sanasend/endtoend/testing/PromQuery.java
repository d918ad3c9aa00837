package io.sanasend.endtoend.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an expression of Prometheus' language names.
 *
 * @param selected metrics, each with the labels it is selected by
 * @param grouped labels that results are grouped by
 */
public record PromQuery(Map<String, Set<String>> selected, Set<String> grouped) {

    private static final String NAME = "[a-zA-Z_:][\\w:]*";
    private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern SELECTOR = Pattern.compile("(" + NAME + ")\\s*\\{([^}]*)}");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
    private static final Pattern BARE = Pattern.compile("(?<![\\w.])" + NAME + "\\b(?!\\s*\\()");
    private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "bool", "offset", "by", "without");

    public static PromQuery read(String expression) {
        var grouped = new HashSet<String>();
        String rest = RANGE.matcher(TEXT.matcher(expression).replaceAll("\"\"")).replaceAll("");
        Matcher grouping = GROUPING.matcher(rest);
        while (grouping.find()) {
            Arrays.stream(grouping.group(1).split(",")).map(String::strip).forEach(grouped::add);
        }
        rest = GROUPING.matcher(rest).replaceAll(" ");
        var selected = new HashMap<String, Set<String>>();
        Matcher selector = SELECTOR.matcher(rest);
        while (selector.find()) {
            selected.computeIfAbsent(selector.group(1), _ -> new HashSet<>())
                    .addAll(MATCHER.matcher(selector.group(2))
                            .results()
                            .map(label -> label.group(1))
                            .collect(Collectors.toSet()));
        }
        Matcher bare = BARE.matcher(SELECTOR.matcher(rest).replaceAll(" "));
        while (bare.find()) {
            if (!KEYWORDS.contains(bare.group())) {
                selected.computeIfAbsent(bare.group(), _ -> new HashSet<>());
            }
        }
        return new PromQuery(selected, grouped);
    }

    /** What it names and the services do not print; empty if all is well. */
    public List<String> missingIn(Scrape printed) {
        var missing = new ArrayList<String>();
        selected.forEach((metric, labels) -> {
            Set<String> known = printed.labels().get(metric);
            if (known == null) {
                missing.add(metric);
            } else {
                labels.stream()
                        .filter(label -> !known.contains(label))
                        .forEach(label -> missing.add(metric + "{" + label + "}"));
            }
        });
        Set<String> all = selected.keySet().stream()
                .map(metric -> printed.labels().getOrDefault(metric, Set.of()))
                .flatMap(Collection::stream)
                .collect(Collectors.toSet());
        grouped.stream().filter(label -> !all.contains(label)).forEach(label -> missing.add("by (" + label + ")"));
        return missing;
    }

    /** Labels that results have. */
    public Set<String> labelsIn(Scrape printed) {
        return grouped.isEmpty()
                ? selected.keySet().stream()
                        .flatMap(metric -> printed.labels().getOrDefault(metric, Set.of()).stream())
                        .collect(Collectors.toSet())
                : grouped;
    }
}

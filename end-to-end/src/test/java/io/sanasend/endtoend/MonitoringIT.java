package io.sanasend.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sanasend.endtoend.testing.Product;
import io.sanasend.endtoend.testing.PromQuery;
import io.sanasend.endtoend.testing.Scrape;
import io.sanasend.endtoend.testing.Tenant;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The dashboard and the rules in {@code ops/} ask for what the running services print, and for nothing else. */
@ExtendWith(Product.Provider.class)
class MonitoringIT {

    private static final Path OPS = Path.of(System.getProperty("sanasend.root"), "ops");
    private static final Pattern LABEL_IN_TEXT = Pattern.compile("\\$labels\\.(\\w+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Scrape printed;

    @BeforeAll
    static void use(Product product) {
        Tenant tenant = product.newTenant();
        tenant.link("4915100000091");
        tenant.sendText("4915100000092", "a message that is measured").ok();
        // Figures from the database come every quarter of a minute, and those of queues while there are any; runs of
        // scheduled work when the first has ended.
        product.phones().cut("4915100000091", Duration.ofSeconds(45));
        tenant.awaitStatus("reconnecting");
        tenant.queueText("4915100000092", "a message that waits", Map.of());
        await().atMost(PATIENCE).until(() -> {
            printed = scrape(product);
            return printed.labels()
                    .keySet()
                    .containsAll(Set.of("sanasend_sessions", "sanasend_queue_depth", "sanasend_scheduled_runs_total"));
        });
    }

    private static Scrape scrape(Product product) {
        return Scrape.of(product.management().get("/metrics").text())
                .with(Scrape.of(product.workerPort().get("/metrics").text()));
    }

    @Test
    void eachPanelOfTheDashboardHasWhatItShows() throws IOException {
        JsonNode dashboard =
                new ObjectMapper().readTree(OPS.resolve("grafana/sanasend.json").toFile());
        List<String> expressions = dashboard.findValuesAsText("expr");

        assertThat(expressions).hasSizeGreaterThan(40);
        assertThat(dashboard.path("panels")).allSatisfy(panel -> {
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.path("gridPos").path("w").asInt()).isBetween(1, 24);
        });
        assertThat(missing(expressions)).isEmpty();
    }

    @Test
    void eachRuleAsksForWhatThereIsAndSaysWhatToDo() throws IOException {
        JsonNode rules =
                new YAMLMapper().readTree(OPS.resolve("prometheus/alerts.yml").toFile());

        assertThat(rules.findValuesAsText("expr")).hasSizeGreaterThan(15);
        assertThat(missing(rules.findValuesAsText("expr"))).isEmpty();
        assertThat(rules(rules)).allSatisfy(rule -> {
            assertThat(rule.path("labels").path("severity").asText()).isIn("page", "ticket");
            for (String text : List.of("summary", "description", "action")) {
                assertThat(rule.path("annotations").path(text).asText())
                        .as("%s of %s", text, rule.path("alert"))
                        .isNotBlank();
            }
            assertThat(LABEL_IN_TEXT.matcher(rule.toString()).results().map(found -> found.group(1)))
                    .as("labels in the words of %s", rule.path("alert"))
                    .isSubsetOf(PromQuery.read(rule.path("expr").asText()).labelsIn(printed));
        });
        assertThat(rules(rules).map(rule -> rule.path("alert").asText())).doesNotHaveDuplicates();
    }

    @Test
    void theExampleScrapesBothServicesByTheNamesTheRulesUse() throws IOException {
        JsonNode example = new YAMLMapper()
                .readTree(OPS.resolve("prometheus/prometheus.yml").toFile());

        assertThat(example.findValuesAsText("job_name")).containsExactly("sanasend-api", "sanasend-worker");
        assertThat(example.path("rule_files").get(0).asText()).isEqualTo("alerts.yml");
    }

    @Test
    void theTestSeesWhatIsMissing() {
        assertThat(missing(List.of(
                        "sum by (status) (rate(http_server_requests_seconds_count{status=~\"5..\"}[5m])) > 0",
                        "up == 0 or no_such_metric",
                        "sanasend_sessions{colour=\"red\"}",
                        "max by (colour) (sanasend_sessions)")))
                .containsExactly("no_such_metric", "sanasend_sessions{colour}", "by (colour)");
    }

    private static List<String> missing(List<String> expressions) {
        var missing = new ArrayList<String>();
        expressions.forEach(
                expression -> missing.addAll(PromQuery.read(expression).missingIn(printed)));
        return missing;
    }

    private static Stream<JsonNode> rules(JsonNode file) {
        return StreamSupport.stream(file.path("groups").spliterator(), false)
                .flatMap(group -> StreamSupport.stream(group.path("rules").spliterator(), false));
    }
}

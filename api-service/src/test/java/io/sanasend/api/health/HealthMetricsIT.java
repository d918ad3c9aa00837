package io.sanasend.api.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.Scrape;
import jakarta.inject.Inject;
import java.net.URL;
import org.junit.jupiter.api.Test;

@ApiTest
class HealthMetricsIT {

    @Inject
    HealthMetrics figures;

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    @Test
    void showsPartsWorkersDiskAndBuild() {
        figures.refresh();

        Scrape scrape = Scrape.of(metrics);

        assertThat(scrape.sum("sanasend_part_up", "part=\"database\"")).isEqualTo(1);
        assertThat(scrape.sum("sanasend_part_up", "part=\"redis\"")).isEqualTo(1);
        assertThat(scrape.sum("sanasend_workers", "state=\"live\"")).isPositive();
        assertThat(scrape.sum("sanasend_workers_capacity")).isPositive();
        assertThat(scrape.sum("disk_free_bytes")).isPositive();
        assertThat(scrape.values()).containsKeys("sanasend_build_info{version=\"0.1.0\"}", "sanasend_callers_waiting");
    }

    @Test
    void showsThePoolOfTheDatabaseAndTheLogOfRequests() {
        Scrape scrape = Scrape.of(metrics);

        assertThat(scrape.sum("agroal_available_count") + scrape.sum("agroal_active_count"))
                .isPositive();
        assertThat(scrape.values()).anySatisfy((series, _) -> assertThat(series).startsWith("agroal_awaiting_count"));
        assertThat(scrape.values()).containsKeys("sanasend_api_log_dropped_total", "sanasend_api_log_waiting");
    }
}

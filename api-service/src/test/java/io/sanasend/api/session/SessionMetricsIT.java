package io.sanasend.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.Scrape;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.session.SessionState;
import jakarta.inject.Inject;
import java.net.URL;
import org.junit.jupiter.api.Test;

@ApiTest
class SessionMetricsIT {

    @Inject
    TestNumbers numbers;

    @Inject
    SessionMetrics figures;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    @Test
    void sessionsAreCountedByState() {
        Number number = numbers.linked(events);
        Scrape before = refreshed();

        numbers.enter(events, number, SessionState.RECONNECTING);
        Scrape after = refreshed();

        assertThat(in(after, "connected")).isEqualTo(in(before, "connected") - 1);
        assertThat(in(after, "reconnecting")).isEqualTo(in(before, "reconnecting") + 1);
        assertThat(after.sum("sanasend_sessions_unconnected"))
                .isEqualTo(before.sum("sanasend_sessions_unconnected") + 1);
        assertThat(after.values()).containsKey("sanasend_sessions_unconnected_age_seconds");
        assertThat(after.values()).containsKey("sanasend_sessions{state=\"logged_out\"}");
    }

    @Test
    void whatItsOwnerStoppedIsNotMissed() {
        Number number = numbers.linked(events);
        Scrape before = refreshed();

        number.tenant().call().post("/api/v1/sessions/disconnect/").then().statusCode(200);

        assertThat(refreshed().sum("sanasend_sessions_unconnected"))
                .isEqualTo(before.sum("sanasend_sessions_unconnected"));
    }

    private Scrape refreshed() {
        figures.refresh();
        return Scrape.of(metrics);
    }

    private static double in(Scrape scrape, String state) {
        return scrape.sum("sanasend_sessions", "state=\"" + state + "\"");
    }
}

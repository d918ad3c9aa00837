package io.sanasend.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.MultiMap;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitHeadersTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final LimitHeaders headers =
            new LimitHeaders(new LimitMeter(new SimpleMeterRegistry()), Clock.fixed(NOW, ZoneOffset.UTC));
    private final MultiMap answer = MultiMap.caseInsensitiveMultiMap();

    @Test
    void writesWhatIsAllowedAndWhatIsLeftAsStructuredFields() {
        headers.write(answer, List.of(new Allowance(Limit.REQUESTS_PER_KEY, 600, 1, NOW.plusMillis(100))));

        assertThat(answer.get("RateLimit-Policy")).isEqualTo("\"requests-per-key\";q=600;w=60");
        assertThat(answer.get("RateLimit")).isEqualTo("\"requests-per-key\";r=599;t=1");
        assertThat(answer.get("X-RateLimit-Limit")).isEqualTo("600");
        assertThat(answer.get("X-RateLimit-Remaining")).isEqualTo("599");
        assertThat(answer.get("X-RateLimit-Reset")).isEqualTo(Long.toString(NOW.getEpochSecond() + 1));
    }

    @Test
    void listsAllLimitsAndShowsTheTightestInTheClassicHeaders() {
        headers.write(
                answer,
                List.of(
                        new Allowance(Limit.MESSAGES_PER_DAY, 1_000, 3, NOW.plusSeconds(43_200)),
                        new Allowance(Limit.MESSAGES_PER_MINUTE, 10, 3, NOW.plusSeconds(60)),
                        new Allowance(Limit.REQUESTS_PER_KEY, 600, 20, NOW.plusSeconds(2))));

        assertThat(answer.get("RateLimit-Policy"))
                .isEqualTo("\"messages-per-day\";q=1000;w=86400, \"messages-per-minute\";q=10;w=60,"
                        + " \"requests-per-key\";q=600;w=60");
        assertThat(answer.get("RateLimit"))
                .isEqualTo("\"messages-per-day\";r=997;t=43200, \"messages-per-minute\";r=7;t=60,"
                        + " \"requests-per-key\";r=580;t=2");
        assertThat(answer.get("X-RateLimit-Limit")).isEqualTo("10");
        assertThat(answer.get("X-RateLimit-Remaining")).isEqualTo("7");
    }

    @Test
    void takesThePlaceOfWhatWasWrittenBefore() {
        headers.write(answer, List.of(new Allowance(Limit.MESSAGES_PER_MINUTE, 10, 3, NOW)));

        headers.write(answer, List.of(new Allowance(Limit.MESSAGES_PER_MINUTE, 10, 4, NOW.minusSeconds(1))));

        assertThat(answer.getAll("RateLimit")).containsExactly("\"messages-per-minute\";r=6;t=0");
    }
}

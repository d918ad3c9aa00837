package io.sanasend.api.apilog;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ApiLogTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    private final Queue<ApiRequest> written = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean away = new AtomicBoolean();

    @Test
    void dropsAndCountsWhatFindsNoRoom() {
        ApiLog log = log(2, Duration.ofHours(1));

        for (int i = 0; i < 5; i++) {
            log.note(request(i));
        }

        assertThat(log.dropped()).isEqualTo(3);
    }

    @Test
    void writesWhatWaitsWhenTheServiceStops() {
        ApiLog log = log(10, Duration.ofHours(1));
        log.onStart(new StartupEvent());
        log.note(request(1));
        log.note(request(2));

        log.onStop(new ShutdownEvent());

        assertThat(written).containsExactly(request(1), request(2));
        assertThat(log.dropped()).isZero();
    }

    @Test
    void goesOnAfterAnOutageOfTheDatabase() {
        ApiLog log = log(10, Duration.ofMillis(5));
        log.onStart(new StartupEvent());
        away.set(true);
        log.note(request(1));
        Awaitility.await().until(() -> log.dropped() == 1);

        away.set(false);
        log.note(request(2));

        Awaitility.await().untilAsserted(() -> assertThat(written).containsExactly(request(2)));
        log.onStop(new ShutdownEvent());
    }

    private ApiLog log(int buffer, Duration interval) {
        record Config(Duration retention, int buffer, Duration interval) implements ApiLogConfig {}
        return new ApiLog(new FakeTable(), new Config(Duration.ofDays(1), buffer, interval), CLOCK);
    }

    private static ApiRequest request(int id) {
        return new ApiRequest(
                CLOCK.instant(), "/api/v1/x/", "GET", 200, Duration.ZERO, null, null, null, "id-" + id, null);
    }

    /** Keeps rows in memory, unless its database is away. */
    private final class FakeTable extends ApiLogTable {

        @SuppressWarnings("NullAway")
        FakeTable() {
            super(null, null, new SplittableRandom(1));
        }

        @Override
        void write(List<ApiRequest> batch) throws SQLException {
            if (away.get()) {
                throw new SQLException("away", "08006");
            }
            written.addAll(batch);
        }
    }
}

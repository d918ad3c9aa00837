package io.sanasend.api.health;

import io.quarkus.redis.datasource.RedisDataSource;
import io.sanasend.api.media.MediaConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Asks every part whether it answers. A result is kept for a moment, so that an open endpoint cannot be used to load the
 * parts.
 */
@ApplicationScoped
class HealthParts {

    static final String DATABASE = "database";

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final DataSource database;
    private final RedisDataSource redis;
    private final WorkerPresence workers;
    private final MediaConfig media;
    private final Clock clock;
    private Instant checkedAt = Instant.EPOCH;
    private Map<String, PartState> parts = Map.of();

    HealthParts(DataSource database, RedisDataSource redis, WorkerPresence workers, MediaConfig media, Clock clock) {
        this.database = database;
        this.redis = redis;
        this.workers = workers;
        this.media = media;
        this.clock = clock;
    }

    /** Part to how it is. One thread asks at a time, the others get its result. */
    synchronized Map<String, PartState> check() {
        if (checkedAt.plus(FRESH).isBefore(clock.instant())) {
            Map<String, PartState> now = new LinkedHashMap<>();
            PartState databaseState = PartState.of(isDatabaseUp());
            now.put(DATABASE, databaseState);
            now.put("redis", PartState.of(isRedisUp()));
            now.put("workers", databaseState == PartState.UP ? workers.state() : PartState.DOWN);
            now.put("disk", PartState.of(isDiskUsable()));
            parts = Collections.unmodifiableMap(now);
            checkedAt = clock.instant();
        }
        return parts;
    }

    private boolean isDatabaseUp() {
        try (Connection connection = database.getConnection()) {
            return connection.isValid(2);
        } catch (SQLException _) {
            return false;
        }
    }

    private boolean isRedisUp() {
        try {
            return redis.execute("PING") != null;
        } catch (RuntimeException _) {
            // The Redis client has no common exception type of its own; any failure means it is not up.
            return false;
        }
    }

    private boolean isDiskUsable() {
        try {
            FileStore store = Files.getFileStore(media.directory());
            return Files.isWritable(media.directory())
                    && store.getUsableSpace() >= media.minFree().asLongValue();
        } catch (IOException _) {
            return false;
        }
    }
}

package io.sanasend.api.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.sanasend.local.postgres.PostgresServer;
import io.sanasend.local.redis.RedisServer;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts the servers the service needs and points it at them. Data stays below {@code target}; the schema is made anew
 * with each start of the service.
 */
public final class LocalServices implements QuarkusTestResourceLifecycleManager {

    /** What the service and the stub worker share. */
    public static final String WORKER_SECRET = "test-only-worker-secret-0123456789";

    static final String ADMIN = "root-admin";
    static final String ADMIN_PASSWORD = "long enough for a test";

    private @Nullable PostgresServer postgres;
    private @Nullable RedisServer redis;

    @Override
    public Map<String, String> start() {
        Path home = Path.of("target", "local-services").toAbsolutePath();
        postgres = PostgresServer.start(home.resolve("postgres"));
        redis = RedisServer.start(home.resolve("redis"));
        return Map.ofEntries(
                Map.entry("SANASEND_DATABASE_URL", postgres.jdbcUrl()),
                Map.entry("SANASEND_DATABASE_USERNAME", postgres.username()),
                Map.entry("SANASEND_DATABASE_PASSWORD", postgres.password()),
                Map.entry("SANASEND_REDIS_URL", redis.url()),
                Map.entry("SANASEND_WORKER_SECRET", WORKER_SECRET),
                Map.entry(
                        "SANASEND_JWT_KEY_FILE",
                        KeyFiles.rsa(home.resolve("jwt-key.pem"), 2048).toString()),
                Map.entry("SANASEND_API_KEY_PEPPER", "test-only-pepper-0123456789-abcdefgh"),
                Map.entry("SANASEND_ADMIN_USERNAME", ADMIN),
                Map.entry("SANASEND_ADMIN_PASSWORD", ADMIN_PASSWORD),
                Map.entry("SANASEND_MEDIA_DIR", home.resolve("media").toString()),
                Map.entry("SANASEND_API_HOST", "127.0.0.1"));
    }

    @Override
    public void stop() {
        if (redis != null) {
            redis.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }
}

package io.sanasend.api.testing;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Forgets what earlier test runs counted: failed logins of the last minutes would lock the address out. */
@ApplicationScoped
class CleanRedis {

    void onStart(
            @Observes StartupEvent start,
            RedisDataSource redis,
            @ConfigProperty(name = "test.redis-is-away", defaultValue = "false") boolean away) {
        if (!away) {
            redis.flushall();
        }
    }
}

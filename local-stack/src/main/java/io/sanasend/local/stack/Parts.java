package io.sanasend.local.stack;

import io.sanasend.local.files.PrivateDirectory;
import io.sanasend.local.files.RandomSecret;
import io.sanasend.local.part.HealthProbe;
import io.sanasend.local.part.LogFile;
import io.sanasend.local.part.Part;
import io.sanasend.local.part.PartDidNotStart;
import io.sanasend.local.part.PostgresPart;
import io.sanasend.local.part.RedisPart;
import io.sanasend.local.part.ServicePart;
import io.sanasend.local.part.ServiceSpec;
import io.sanasend.local.process.Children;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All parts of a stack, in the order in which they need each other: databases, simulator, workers, apis. Started by one
 * thread; may be looked at by any.
 */
final class Parts {

    private final StackSettings settings;
    private final PrivateDirectory home;
    private final Children children;
    private final Progress progress;
    private final InstantSource time;
    private final HealthProbe probe = new HealthProbe();
    private final List<Part> parts = new CopyOnWriteArrayList<>();
    private volatile @Nullable Database database;

    Parts(StackSettings settings, PrivateDirectory home, Children children, Progress progress, InstantSource time) {
        this.settings = settings;
        this.home = home;
        this.children = children;
        this.progress = progress;
        this.time = time;
    }

    /**
     * Starts one after the other, each when those before it are ready; the apis only when they are wanted.
     *
     * @param stopped whether to go on no further
     * @return the environment of the first api
     */
    Map<String, String> start(boolean withApis, BooleanSupplier stopped) {
        StackSecrets secrets = StackSecrets.of(settings, home, new RandomSecret(new SecureRandom()));
        ServiceSpecs specs = new ServiceSpecs(settings, secrets, new Packages(settings.root()), home);
        Database used = settings.databaseUrl().isPresent() ? Database.given(settings) : startPostgres(stopped);
        database = used;
        String redis = settings.redisUrl().isPresent() ? settings.redisUrl().get() : startRedis(stopped);
        if (settings.usesSimulator()) {
            up(service(specs.simulator()), stopped);
        }
        settings.replicas().workerNumbers().forEach(number -> up(service(specs.worker(number)), stopped));
        if (withApis) {
            settings.replicas()
                    .apiNumbers()
                    .forEach(number ->
                            up(service(specs.api(number, specs.apiEnvironment(number, used, redis))), stopped));
        }
        return specs.apiEnvironment(1, used, redis);
    }

    /** Stops them in the order in which nobody loses what it still needs. */
    void stop() {
        for (Part part : parts.reversed()) {
            boolean running = part.isRunning();
            part.stop();
            if (running) {
                progress.say(part.name(), "stopped");
            }
        }
    }

    /** Those that were started, first those that the others use. */
    List<Part> all() {
        return parts;
    }

    /** The database of the apis, once it is there. */
    Database database() {
        Database used = database;
        if (used == null) {
            throw new IllegalStateException("the stack was not started");
        }
        return used;
    }

    private Database startPostgres(BooleanSupplier stopped) {
        PostgresPart postgres = new PostgresPart(home.file("postgres"), log("postgres"));
        up(postgres, stopped);
        return Database.of(postgres.server());
    }

    private String startRedis(BooleanSupplier stopped) {
        RedisPart redis = new RedisPart(home.file("redis"), log("redis"));
        up(redis, stopped);
        return redis.server().url();
    }

    private ServicePart service(ServiceSpec spec) {
        return new ServicePart(spec, log(spec.name()), probe, children);
    }

    private void up(Part part, BooleanSupplier stopped) {
        if (stopped.getAsBoolean()) {
            throw new PartDidNotStart("the stack was stopped while it started", null);
        }
        Instant begun = time.instant();
        part.log().rotate();
        parts.add(part);
        String address = part.start();
        progress.ready(part.name(), Duration.between(begun, time.instant()), address);
    }

    private LogFile log(String name) {
        Path logs = home.directory("logs").path();
        return LogFile.at(logs.resolve(name + ".log"));
    }
}

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
import io.sanasend.local.process.Descendants;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Everything SanaSend needs on one machine: PostgreSQL and Redis (unless others are given), the simulator (unless the real
 * WhatsApp Web is given), worker and api.
 *
 * <p>Owns all these processes. {@link #start()} leaves either all of them running and watched or none; {@link #close()}, which
 * any thread may call at any time, also while it starts, stops them in the order in which nobody loses what it still needs.
 */
public final class LocalStack implements AutoCloseable {

    /** Order in which left-over children are ended: first those that use the others. */
    static final List<String> STOP_ORDER = List.of("api", "worker", "simulator");

    static final Duration PATIENCE = Duration.ofSeconds(45);

    private static final Duration FOR_BROWSERS = Duration.ofSeconds(5);
    private static final Duration FOR_AN_INTERRUPTED_START = Duration.ofSeconds(30);

    private final StackSettings settings;
    private final Progress progress;
    private final InstantSource time;
    private final PrivateDirectory home;
    private final Children children;
    private final HealthProbe probe = new HealthProbe();
    private final List<Part> parts = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch startOver = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Thread starter;
    private volatile @Nullable StackLock lock;
    private volatile @Nullable Watch watch;
    private volatile @Nullable Database database;

    public LocalStack(StackSettings settings, Progress progress, InstantSource time) {
        this.settings = settings;
        this.progress = progress;
        this.time = time;
        this.home = new PrivateDirectory(settings.home());
        this.children = new Children(home.directory("children"));
    }

    /**
     * Starts all parts, each when those before it are ready, and watches them from then on.
     *
     * @throws AlreadyRunning when another stack runs in the same home
     * @throws PortsInUse when another program has a port that is needed
     * @throws PartDidNotStart when a part does not become ready; all others are stopped before it is thrown
     */
    public void start() {
        begin(true);
    }

    /**
     * Starts and watches all parts but the api, which the caller runs in a way of its own.
     *
     * @return the environment the api is to run in, with its secrets
     * @throws AlreadyRunning as {@link #start()}, and so for the others
     */
    public Map<String, String> startWithoutApi() {
        return begin(false);
    }

    private Map<String, String> begin(boolean withApi) {
        starter = Thread.currentThread();
        try {
            StackLock taken =
                    StackLock.take(home).orElseThrow(() -> new AlreadyRunning(home.path(), StackLock.holder(home)));
            lock = taken;
            // A killed stack's; from now on this home is not ready until this stack is.
            RunningParts.delete(home);
            endLeftOvers();
            PortsInUse.refuse(settings);
            Map<String, String> apiEnvironment = startParts(withApi);
            RunningParts.write(home, parts);
            watch = Watch.over(parts, time, progress);
            return apiEnvironment;
        } finally {
            starter = null;
            startOver.countDown();
        }
    }

    /** Waits until the stack is closed. */
    public void awaitClose() throws InterruptedException {
        closed.await();
    }

    /** Stops everything; returns when nothing is left. Calling it again waits for the first call to finish. */
    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            awaitQuietly(closed, PATIENCE.multipliedBy(2));
            return;
        }
        Thread starting = starter;
        if (starting != null && starting != Thread.currentThread()) {
            starting.interrupt();
            awaitQuietly(startOver, FOR_AN_INTERRUPTED_START);
        }
        Watch watching = watch;
        if (watching != null) {
            watching.close();
        }
        StackLock held = lock;
        if (held != null) {
            RunningParts.delete(home);
            stopParts();
            held.close();
        }
        closed.countDown();
    }

    /** The process id of the worker, for those who measure it. */
    public long workerPid() {
        return children.find("worker")
                .orElseThrow(() -> new IllegalStateException("the worker does not run"))
                .pid();
    }

    /**
     * A connection to the api's database, for those who measure it; the caller closes it.
     *
     * @throws SQLException if it cannot be had
     */
    public Connection connectToDatabase() throws SQLException {
        Database used = database;
        if (used == null) {
            throw new IllegalStateException("the stack was not started");
        }
        return DriverManager.getConnection(used.url(), used.username(), used.password());
    }

    /** Where the worker keeps its browsers' profiles. */
    public Path workerData() {
        return ServiceSpecs.workerData(settings);
    }

    /** The staff user, once it was started. */
    public AdminLogin adminLogin() {
        return AdminLogin.read(home).orElseThrow(() -> new IllegalStateException("the stack was not started"));
    }

    /** Where it is used from and how to log in, in a few lines for people. */
    public List<String> summary() {
        return new Summary(settings, home).lines();
    }

    /** The same when the api runs in dev mode. */
    public List<String> devSummary() {
        return new Summary(settings, home).devLines();
    }

    private Map<String, String> startParts(boolean withApi) {
        StackSecrets secrets = StackSecrets.of(settings, home, new RandomSecret(new SecureRandom()));
        ServiceSpecs specs = new ServiceSpecs(settings, secrets, new Packages(settings.root()), home);
        Database used = settings.databaseUrl().isPresent() ? Database.given(settings) : startPostgres();
        database = used;
        String redis = settings.redisUrl().isPresent() ? settings.redisUrl().get() : startRedis();
        if (settings.usesSimulator()) {
            up(service(specs.simulator()));
        }
        up(service(specs.worker()));
        Map<String, String> apiEnvironment = specs.apiEnvironment(used, redis);
        if (withApi) {
            up(service(specs.api(apiEnvironment)));
        }
        return apiEnvironment;
    }

    private Database startPostgres() {
        PostgresPart postgres = new PostgresPart(home.file("postgres"), log("postgres"));
        up(postgres);
        return Database.of(postgres.server());
    }

    private String startRedis() {
        RedisPart redis = new RedisPart(home.file("redis"), log("redis"));
        up(redis);
        return redis.server().url();
    }

    private ServicePart service(ServiceSpec spec) {
        return new ServicePart(spec, log(spec.name()), probe, children);
    }

    private void up(Part part) {
        if (closing.get()) {
            throw new PartDidNotStart("the stack was stopped while it started", null);
        }
        Instant begun = time.instant();
        part.log().rotate();
        parts.add(part);
        String address = part.start();
        progress.ready(part.name(), Duration.between(begun, time.instant()), address);
    }

    private void stopParts() {
        for (Part part : parts.reversed()) {
            if (part.isRunning()) {
                part.stop();
                progress.say(part.name(), "stopped");
            } else {
                part.stop();
            }
        }
        Descendants.end(
                Descendants.of(ServiceSpecs.MARKER, home.path().toString(), ServiceSpecs.workerData(settings)),
                FOR_BROWSERS);
    }

    private void endLeftOvers() {
        List<String> ended = children.endAll(STOP_ORDER, PATIENCE);
        if (!ended.isEmpty()) {
            progress.line("  ended what a killed stack had left running: " + String.join(", ", ended));
        }
    }

    private LogFile log(String name) {
        Path logs = home.directory("logs").path();
        return LogFile.at(logs.resolve(name + ".log"));
    }

    private static void awaitQuietly(CountDownLatch latch, Duration patience) {
        try {
            latch.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

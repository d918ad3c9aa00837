package io.sanasend.local.stack;

import io.sanasend.local.files.PrivateDirectory;
import io.sanasend.local.part.PartDidNotStart;
import io.sanasend.local.process.Children;
import io.sanasend.local.process.Descendants;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final Parts parts;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch startOver = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Thread starter;
    private volatile @Nullable StackLock lock;
    private volatile @Nullable Watch watch;
    private volatile int leftBehind;

    public LocalStack(StackSettings settings, Progress progress, InstantSource time) {
        this.settings = settings;
        this.progress = progress;
        this.time = time;
        this.home = new PrivateDirectory(settings.home());
        this.children = new Children(home.directory("children"));
        this.parts = new Parts(settings, home, children, progress, time);
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
     * Starts and watches all parts but the apis, one of which the caller runs in a way of its own.
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
            Map<String, String> apiEnvironment = parts.start(withApi, closing::get);
            RunningParts.write(home, parts.all());
            watch = Watch.over(parts.all(), time, progress);
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
            parts.stop();
            endDescendants();
            held.close();
        }
        closed.countDown();
    }

    /** The processes of the parts that run now, by the parts' names. */
    public Map<String, ProcessHandle> processes() {
        Map<String, ProcessHandle> processes = new LinkedHashMap<>();
        parts.all().forEach(part -> part.process().ifPresent(process -> processes.put(part.name(), process)));
        return processes;
    }

    /** What the services have started further down, browsers above all, and the services themselves. */
    public List<ProcessHandle> descendants() {
        return Descendants.of(ServiceSpecs.MARKER, home.path().toString(), workerData());
    }

    /** How many processes the services had left behind when the stack was closed, before it ended them; 0 before. */
    public int leftBehind() {
        return leftBehind;
    }

    /**
     * A connection to the api's database, for those who measure it; the caller closes it.
     *
     * @throws SQLException if it cannot be had
     */
    public Connection connectToDatabase() throws SQLException {
        Database used = parts.database();
        return DriverManager.getConnection(used.url(), used.username(), used.password());
    }

    /** The first api's own port for workers and metrics. */
    public String managementAddress() {
        return "http://127.0.0.1:" + settings.ports().management();
    }

    /** Where the worker keeps its browsers' profiles. */
    public Path workerData() {
        return ServiceSpecs.workerData(settings, 1);
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

    private void endDescendants() {
        List<ProcessHandle> left = descendants();
        leftBehind = left.size();
        if (!left.isEmpty()) {
            progress.line("  ended what the services left behind: " + left.size() + " processes");
            Descendants.end(left, FOR_BROWSERS);
        }
    }

    private void endLeftOvers() {
        List<String> ended = children.endAll(STOP_ORDER, PATIENCE);
        if (!ended.isEmpty()) {
            progress.line("  ended what a killed stack had left running: " + String.join(", ", ended));
        }
    }

    private static void awaitQuietly(CountDownLatch latch, Duration patience) {
        try {
            latch.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

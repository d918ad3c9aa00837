package io.sanasend.local.stack;

import io.sanasend.local.files.PrivateDirectory;
import io.sanasend.local.part.HealthProbe;
import io.sanasend.local.part.PartDidNotStart;
import io.sanasend.local.postgres.PostgresServer;
import io.sanasend.local.process.Children;
import io.sanasend.local.process.Descendants;
import io.sanasend.local.process.Ending;
import io.sanasend.local.redis.RedisServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** A stack that another process runs, seen from outside: asked how it is, told to stop. */
public final class RunningStack {

    /** Longer than all parts together may take. */
    private static final Duration STOP = Duration.ofMinutes(3);

    private static final Duration RESTART = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration FOR_BROWSERS = Duration.ofSeconds(5);
    /** The services that can be restarted: the others are databases, and the stand-in for a service of others. */
    private static final List<String> RESTARTED = List.of("api", "worker");

    private final StackSettings settings;
    private final PrivateDirectory home;
    private final Children children;
    private final HealthProbe probe = new HealthProbe();

    public RunningStack(StackSettings settings) {
        this.settings = settings;
        this.home = new PrivateDirectory(settings.home());
        this.children = new Children(home.directory("children"));
    }

    /** The process that runs it. */
    public Optional<ProcessHandle> process() {
        return StackLock.holder(home);
    }

    /** Whether all its parts have become ready; they may have failed since. */
    public boolean isReady() {
        return process().isPresent() && RunningParts.read(home).isPresent();
    }

    /** Each part and whether it works now; nothing when no stack is ready. */
    public Map<String, Boolean> health() {
        Map<String, Boolean> health = new TreeMap<>();
        Map<String, URI> addresses = RunningParts.read(home).orElse(Map.of());
        addresses.forEach((name, address) -> health.put(name, probe.isHealthy(address)));
        return health;
    }

    /** Where it is used from, in a few lines for people. */
    public List<String> summary() {
        return new Summary(settings, home).lines();
    }

    /**
     * Stops it and waits until it is gone. When its process was killed, ends the parts it left behind.
     *
     * @return whether there was anything to stop
     */
    public boolean stop() {
        Optional<ProcessHandle> running = process();
        running.ifPresent(stack -> Ending.end(stack, STOP));
        Optional<StackLock> lock = StackLock.take(home);
        if (lock.isEmpty()) {
            // Another start was quicker; what runs now is its business.
            return running.isPresent();
        }
        try (StackLock _ = lock.get()) {
            boolean left = endLeftOvers();
            return running.isPresent() || left;
        }
    }

    /**
     * Tells services to end, one after the other, and waits each time until the stack has started it again and it is ready.
     *
     * @param service {@code api} or {@code worker} for all copies, or the name of one copy
     * @return the names of those restarted; none when there is no such service
     * @throws PartDidNotStart when one is not ready again in time
     */
    public List<String> restart(String service) {
        List<String> names = RunningParts.read(home).orElse(Map.of()).keySet().stream()
                .filter(name -> name.equals(service) || (name.startsWith(service + "-") && RESTARTED.contains(service)))
                .filter(name -> RESTARTED.stream().anyMatch(name::startsWith))
                .toList();
        names.forEach(this::restartOne);
        return names;
    }

    private void restartOne(String name) {
        URI address =
                Objects.requireNonNull(RunningParts.read(home).orElse(Map.of()).get(name), name);
        Optional<ProcessHandle> former = children.find(name);
        former.ifPresent(process -> Ending.end(process, LocalStack.PATIENCE));
        long deadline = System.nanoTime() + RESTART.toNanos();
        while (children.find(name)
                        .filter(process -> !Optional.of(process).equals(former))
                        .isEmpty()
                || !probe.isHealthy(address)) {
            if (System.nanoTime() - deadline > 0) {
                throw new PartDidNotStart(
                        name + " is not ready after " + RESTART.toSeconds() + " s; see its log", null);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartDidNotStart("interrupted", e);
        }
    }

    private boolean endLeftOvers() {
        List<String> ended = children.endAll(LocalStack.STOP_ORDER, LocalStack.PATIENCE);
        List<ProcessHandle> browsers =
                Descendants.of(ServiceSpecs.MARKER, home.path().toString(), ServiceSpecs.workerData(settings, 1));
        Descendants.end(browsers, FOR_BROWSERS);
        boolean servers = RedisServer.stopLeftOver(home.file("redis"));
        servers |= PostgresServer.stopLeftOver(home.file("postgres"));
        RunningParts.delete(home);
        return servers || !ended.isEmpty() || !browsers.isEmpty();
    }
}

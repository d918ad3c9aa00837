package io.sanasend.worker.browser;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * A process with all its children, in a group of its own, so that they can be ended together.
 *
 * <p>Thread-safe. The owner must call {@link #kill}; the group outlives the worker's JVM otherwise.
 */
final class ProcessGroup {

    private static final Duration POLL = Duration.ofMillis(20);

    private static final Duration LOOK = Duration.ofMillis(200);

    /** A process is in its own group within milliseconds of its start. */
    private static final Duration GROUPING = Duration.ofSeconds(10);

    private static final Duration BETWEEN_GLANCES = Duration.ofNanos(200_000);

    private final ProcessHandle leader;
    private final CompletableFuture<?> exit;
    private volatile boolean gone;

    private ProcessGroup(ProcessHandle leader, CompletableFuture<?> exit) {
        this.leader = leader;
        this.exit = exit;
    }

    /** One that is there already: what a former worker started. */
    static ProcessGroup of(ProcessTable.Entry leader) {
        ProcessHandle handle = ProcessHandle.of(leader.pid())
                .orElseThrow(() -> new BrowserUnavailable("process " + leader.pid() + " has ended"));
        var exit = new CompletableFuture<Void>();
        // It is no child of this process, so nobody tells when it ends.
        Thread.ofVirtual().name("watch-" + leader.pid()).start(() -> {
            while (ProcessTable.isAlive(leader)) {
                LockSupport.parkNanos(LOOK.toNanos());
            }
            exit.complete(null);
        });
        return new ProcessGroup(handle, exit);
    }

    /**
     * Starts a command as the leader of a new group. {@code setsid} execs it, so the group has the process's own id. Returns
     * when it is in that group: until then there is no group that could be ended.
     *
     * @param environment variables beside those of the worker
     * @param log where its output goes; overwritten
     * @throws BrowserUnavailable if it cannot be started
     */
    static ProcessGroup start(List<String> command, Map<String, String> environment, Path log) {
        var grouped = new ArrayList<String>();
        grouped.add("setsid");
        grouped.addAll(command);
        try {
            var process = new ProcessBuilder(grouped)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .redirectInput(new File("/dev/null"));
            process.environment().putAll(environment);
            Process started = process.start();
            var group = new ProcessGroup(started.toHandle(), started.onExit());
            group.awaitGrouping();
            return group;
        } catch (IOException e) {
            throw new BrowserUnavailable("cannot start " + command.getFirst() + " (through setsid)", e);
        }
    }

    private void awaitGrouping() {
        long deadline = System.nanoTime() + GROUPING.toNanos();
        while (ProcessTable.find(id()).filter(now -> now.group() != id()).isPresent()) {
            if (System.nanoTime() - deadline > 0) {
                leader.destroyForcibly();
                throw new BrowserUnavailable("process " + id() + " does not get a group of its own (through setsid)");
            }
            LockSupport.parkNanos(BETWEEN_GLANCES.toNanos());
        }
    }

    long id() {
        return leader.pid();
    }

    boolean isAlive() {
        return !exit.isDone() && ProcessTable.find(id()).isPresent();
    }

    /** Completes when the leader has ended, whoever ended it. */
    CompletableFuture<?> onExit() {
        return exit;
    }

    /** Asks the leader to end and waits; true if it did. */
    boolean terminate(Duration patience) {
        leader.destroy();
        try {
            exit.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Ends every process of the group and returns once none is left.
     *
     * @throws BrowserUnavailable if some are left after 10 seconds
     */
    void kill() {
        // Once it is gone, its number may be another group's.
        if (!gone) {
            kill(id());
            gone = true;
        }
    }

    /** Ends a group by its id, as {@link #kill()}. */
    static void kill(long group) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (hasMembers(group)) {
            signal(group);
            if (System.nanoTime() > deadline) {
                throw new BrowserUnavailable("processes of group " + group + " do not end");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static boolean hasMembers(long group) {
        return !ProcessTable.matching(entry -> entry.group() == group).isEmpty();
    }

    private static void signal(long group) {
        try {
            new ProcessBuilder("kill", "-KILL", "--", "-" + group)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new BrowserUnavailable("cannot run kill", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

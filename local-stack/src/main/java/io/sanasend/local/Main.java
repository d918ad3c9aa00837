package io.sanasend.local;

import io.sanasend.local.bench.BenchFailed;
import io.sanasend.local.part.PartDidNotStart;
import io.sanasend.local.stack.AlreadyRunning;
import io.sanasend.local.stack.InvalidSettings;
import io.sanasend.local.stack.PortsInUse;
import io.sanasend.local.stack.Progress;
import io.sanasend.local.stack.StackSettings;
import io.sanasend.local.torture.TortureFailed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The local stack's command line.
 *
 * <pre>
 * run      start everything and stay in the foreground (the default)
 * start    start everything in the background, return when it is ready
 * dev COMMAND   start everything but the api, then the command, which runs the api; both end together
 * status   exit code 0: all parts work, 1: some do not, 3: not running
 * restart SERVICE   restart api, worker, or one copy of them such as worker-2, and wait until it is ready
 * stop     stop it, or what a killed one left behind
 * bench    measure: bench memory [sessions], bench latency [messages]
 * torture  kill parts of a stack of its own while messages are sent, and compare the books; exit code 1: they differ
 * is-running   exit code 0: it runs, 3: it does not; says nothing
 * </pre>
 */
public final class Main {

    /** Held here, because the logging system forgets the level of a logger nobody holds. */
    private static final Logger LIBRARY_LOG = Logger.getLogger("io.zonky");

    private Main() {}

    /** Runs the command and exits with its code. */
    public static void main(String[] arguments) throws InterruptedException {
        LIBRARY_LOG.setLevel(Level.WARNING);
        Progress progress = new Progress(System.out);
        int code;
        try {
            code = new Commands(System.getenv(), root(), progress).run(List.of(arguments));
        } catch (InvalidSettings | AlreadyRunning | PortsInUse | PartDidNotStart | BenchFailed | TortureFailed e) {
            new Progress(System.err).line("SanaSend: " + e.getMessage());
            code = 1;
        }
        System.exit(code);
    }

    private static Path root() {
        return Optional.ofNullable(System.getProperty("sanasend.root"))
                .map(Path::of)
                .orElseGet(StackSettings::checkout)
                .toAbsolutePath()
                .normalize();
    }
}

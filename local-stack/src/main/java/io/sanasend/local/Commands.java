package io.sanasend.local;

import io.sanasend.local.part.PartDidNotStart;
import io.sanasend.local.stack.LocalStack;
import io.sanasend.local.stack.Progress;
import io.sanasend.local.stack.RunningStack;
import io.sanasend.local.stack.StackSettings;
import java.time.Clock;
import java.util.Map;

/** What the sub-commands do; each returns the exit code. */
final class Commands {

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int NOT_RUNNING = 3;

    private final StackSettings settings;
    private final Progress progress;

    Commands(StackSettings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    int run(String command) throws InterruptedException {
        return switch (command) {
            case "run" -> foreground();
            case "start" -> new BackgroundStart(settings, progress).run();
            case "status" -> status();
            case "stop" -> stop();
            case "is-running" -> new RunningStack(settings).process().isPresent() ? OK : NOT_RUNNING;
            default -> {
                progress.line("unknown command: " + command + "; known: run, start, status, stop");
                yield USAGE;
            }
        };
    }

    private int foreground() throws InterruptedException {
        LocalStack stack = new LocalStack(settings, progress, Clock.systemUTC());
        // Ends with the JVM, however that is asked to end: Ctrl-C, SIGTERM, a closed terminal, a failed start.
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop-stack"));
        progress.line("SanaSend starts in " + settings.home());
        try {
            stack.start();
        } catch (PartDidNotStart e) {
            stack.close();
            throw e;
        }
        stack.summary().forEach(progress::line);
        progress.line("Ready. Stop it with Ctrl-C or scripts/stop.");
        stack.awaitClose();
        return OK;
    }

    private int status() {
        RunningStack stack = new RunningStack(settings);
        if (stack.process().isEmpty()) {
            progress.line("SanaSend does not run in " + settings.home());
            return NOT_RUNNING;
        }
        if (!stack.isReady()) {
            progress.line("SanaSend is starting or stopping in " + settings.home());
            return FAILED;
        }
        Map<String, Boolean> health = stack.health();
        health.forEach((part, works) -> progress.say(part, works ? "up" : "DOWN"));
        stack.summary().forEach(progress::line);
        return health.containsValue(false) ? FAILED : OK;
    }

    private int stop() {
        boolean stopped = new RunningStack(settings).stop();
        progress.line(stopped ? "SanaSend is stopped." : "SanaSend does not run in " + settings.home());
        return OK;
    }
}

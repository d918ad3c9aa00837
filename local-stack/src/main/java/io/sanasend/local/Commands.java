package io.sanasend.local;

import io.sanasend.local.bench.Bench;
import io.sanasend.local.part.PartDidNotStart;
import io.sanasend.local.stack.LocalStack;
import io.sanasend.local.stack.Progress;
import io.sanasend.local.stack.RunningStack;
import io.sanasend.local.stack.StackSettings;
import io.sanasend.local.torture.Options;
import io.sanasend.local.torture.Torture;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What the sub-commands do; each returns the exit code. */
final class Commands {

    /** The last line of a good start. */
    static final String READY = "Ready. Stop it with Ctrl-C or scripts/stop.";

    private static final int OK = 0;
    private static final int FAILED = 1;
    static final int USAGE = 2;
    private static final int NOT_RUNNING = 3;
    private static final long ONE_MILLION = 1_000_000;

    private final Map<String, String> environment;
    private final Path root;
    private final StackSettings settings;
    private final Progress progress;

    Commands(Map<String, String> environment, Path root, Progress progress) {
        this.environment = environment;
        this.root = root;
        this.settings = StackSettings.from(environment, root);
        this.progress = progress;
    }

    int run(List<String> arguments) throws InterruptedException {
        String command = argument(arguments, 0, "run");
        return switch (command) {
            case "bench" -> bench(argument(arguments, 1, ""), argument(arguments, 2, ""));
            case "torture" -> torture(arguments.subList(1, arguments.size()));
            case "run" -> run(argument(arguments, 1, ""), argument(arguments, 2, ""));
            case "start" -> new BackgroundStart(settings, progress).run();
            case "dev" ->
                new DevMode(StackSettings.forDevelopment(environment, root), progress)
                        .run(arguments.subList(1, arguments.size()));
            case "status" -> status();
            case "stop" -> stop();
            case "restart" -> restart(argument(arguments, 1, ""));
            case "is-running" -> new RunningStack(settings).process().isPresent() ? OK : NOT_RUNNING;
            default -> {
                progress.line("unknown command: " + command
                        + "; known: run, start, dev, status, restart, stop, bench, torture");
                yield USAGE;
            }
        };
    }

    private static String argument(List<String> arguments, int position, String otherwise) {
        return arguments.size() > position ? arguments.get(position) : otherwise;
    }

    private int bench(String what, String howMany) {
        if (new Bench(environment, root, progress).run(what, howMany)) {
            return OK;
        }
        progress.line("bench measures: memory, latency, throughput, accept, sends, drain");
        return USAGE;
    }

    private int torture(List<String> options) throws InterruptedException {
        Options chosen = Options.parse(options, System.currentTimeMillis() % ONE_MILLION);
        return new Torture(chosen, environment, root, progress).run() ? OK : FAILED;
    }

    /** In the foreground; {@code --owner PID} ends the stack when that process has ended, however that was. */
    private int run(String option, String owner) throws InterruptedException {
        if (option.isEmpty()) {
            return foreground();
        }
        if (!option.equals("--owner") || !owner.matches("[0-9]{1,10}")) {
            progress.line("run knows one option: --owner and a process id");
            return USAGE;
        }
        ProcessHandle.of(Long.parseLong(owner))
                .map(ProcessHandle::onExit)
                .orElseGet(() -> CompletableFuture.completedFuture(null))
                .thenRun(() -> System.exit(OK));
        return foreground();
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
        progress.line(READY);
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

    private int restart(String service) {
        RunningStack stack = new RunningStack(settings);
        if (!stack.isReady()) {
            progress.line("SanaSend does not run in " + settings.home());
            return NOT_RUNNING;
        }
        List<String> restarted = stack.restart(service);
        restarted.forEach(name -> progress.say(name, "restarted"));
        if (restarted.isEmpty()) {
            progress.line("restart what? api, worker, or one copy such as worker-2");
            return USAGE;
        }
        return OK;
    }

    private int stop() {
        boolean stopped = new RunningStack(settings).stop();
        progress.line(stopped ? "SanaSend is stopped." : "SanaSend does not run in " + settings.home());
        return OK;
    }
}

package io.sanasend.local;

import io.sanasend.local.part.HealthProbe;
import io.sanasend.local.part.PartDidNotStart;
import io.sanasend.local.process.Ending;
import io.sanasend.local.stack.LocalStack;
import io.sanasend.local.stack.Progress;
import io.sanasend.local.stack.StackSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stack around an api that is being developed: a command of the caller runs the api at the terminal, told what the stack
 * would tell it. Whichever ends first, command or stack, ends the other.
 */
final class DevMode {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration FOR_THE_COMMAND = Duration.ofSeconds(30);

    private final StackSettings settings;
    private final Progress progress;
    private final LocalStack stack;
    private final HealthProbe probe = new HealthProbe();
    private boolean ending;
    private @Nullable Process api;

    DevMode(StackSettings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
        this.stack = new LocalStack(settings, progress, Clock.systemUTC());
    }

    /** Runs the command; returns its exit code. */
    int run(List<String> command) {
        if (command.isEmpty()) {
            progress.line("dev needs the command that runs the api");
            return Commands.USAGE;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "stop-dev-mode"));
        progress.line("SanaSend starts in " + settings.home());
        try {
            Process running = start(command, stack.startWithoutApi());
            follow(running.toHandle());
            return running.onExit().join().exitValue();
        } catch (PartDidNotStart e) {
            end();
            throw e;
        } finally {
            end();
        }
    }

    /** Nothing is started any more once the end has begun: it would be left behind. */
    private synchronized Process start(List<String> command, Map<String, String> environment) {
        if (ending) {
            throw new PartDidNotStart("the stack was stopped while it started", null);
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(settings.root().toFile()).inheritIO();
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            Process started = builder.start();
            api = started;
            return started;
        } catch (IOException e) {
            throw new PartDidNotStart("the api could not be started: " + e.getMessage(), new UncheckedIOException(e));
        }
    }

    private void follow(ProcessHandle running) {
        URI health = URI.create(settings.apiAddress() + "/health/ready");
        boolean ready = false;
        while (!Ending.awaitExit(running, BETWEEN_LOOKS)) {
            if (!ready && probe.isHealthy(health)) {
                ready = true;
                stack.devSummary().forEach(progress::line);
                progress.line(Commands.READY);
            }
        }
    }

    private void end() {
        Process running;
        synchronized (this) {
            ending = true;
            running = api;
        }
        if (running != null) {
            Ending.end(running.toHandle(), FOR_THE_COMMAND);
        }
        stack.close();
    }
}

package io.sanasend.local.part;

import io.sanasend.local.process.Children;
import io.sanasend.local.process.Ending;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One of the services, as a child process that is ready when its health address says so. Owns the process. */
public final class ServicePart implements Part {

    private static final Duration BETWEEN_PROBES = Duration.ofMillis(100);
    private static final int LINES_SHOWN = 15;

    private final ServiceSpec spec;
    private final LogFile log;
    private final HealthProbe probe;
    private final Children children;
    private volatile @Nullable Process process;

    public ServicePart(ServiceSpec spec, LogFile log, HealthProbe probe, Children children) {
        this.spec = spec;
        this.log = log;
        this.probe = probe;
        this.children = children;
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public LogFile log() {
        return log;
    }

    @Override
    public String start() {
        ProcessBuilder builder = new ProcessBuilder(spec.command())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(logFile().toFile()));
        builder.environment().clear();
        builder.environment().putAll(spec.environment());
        try {
            Process started = builder.start();
            process = started;
            started.getOutputStream().close();
            children.record(name(), started.toHandle());
            awaitReady(started);
            return spec.address();
        } catch (IOException e) {
            end();
            throw new PartDidNotStart("the " + name() + " could not be started: " + e.getMessage(), e);
        }
    }

    @Override
    public URI check() {
        return spec.health();
    }

    @Override
    public Optional<ProcessHandle> process() {
        return Optional.ofNullable(process).map(Process::toHandle).filter(running -> !Ending.hasEnded(running));
    }

    @Override
    public void stop() {
        if (isRunning()) {
            spec.drain().ifPresent(Drain::ask);
        }
        end();
    }

    private void end() {
        Process running = process;
        if (running != null && Ending.end(running.toHandle(), spec.shutdown())) {
            children.forget(name());
        }
    }

    private void awaitReady(Process started) {
        long deadline = System.nanoTime() + spec.startup().toNanos();
        while (!probe.isHealthy(spec.health())) {
            if (Ending.awaitExit(started.toHandle(), BETWEEN_PROBES)) {
                children.forget(name());
                throw new PartDidNotStart(
                        "the %s ended with code %d before it was ready%s".formatted(name(), code(started), lastWords()),
                        null);
            }
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                end();
                throw new PartDidNotStart(
                        "the %s was not ready after %d s (asked %s)%s"
                                .formatted(name(), spec.startup().toSeconds(), spec.health(), lastWords()),
                        null);
            }
        }
    }

    private static int code(Process ended) {
        try {
            return ended.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private String lastWords() {
        return log.tail(LINES_SHOWN).stream()
                .reduce(". Its log " + logFile() + " ends:", (text, line) -> text + "\n    " + line);
    }
}

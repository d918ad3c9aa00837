package io.sanasend.local.bench;

import io.sanasend.local.process.Descendants;
import io.sanasend.local.stack.LocalStack;
import io.sanasend.local.stack.Progress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What an idle linked session costs, and the worker itself. */
record MemoryBench(LocalStack stack, Gateway gateway, Progress progress, int sessions) {

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final String PHONES = "491520%07d";

    void run() {
        for (int i = 1; i <= sessions; i++) {
            Gateway.Tenant tenant = gateway.tenant("bench" + i);
            tenant.scan(tenant.requestQr(), PHONES.formatted(i));
            tenant.awaitConnected();
            progress.line("  session " + i + " of " + sessions + " is connected");
        }
        Gateway.pause(IDLE);
        report();
    }

    private void report() {
        ProcessHandle worker = Objects.requireNonNull(stack.processes().get("worker"), "the worker does not run");
        Set<ProcessHandle> children = worker.descendants().collect(Collectors.toCollection(LinkedHashSet::new));
        // Browsers are found by their profiles as well: they need not be the worker's children.
        Descendants.withArgumentIn(stack.workerData()).stream()
                .filter(process -> process.pid() != worker.pid())
                .forEach(browser -> {
                    children.add(browser);
                    browser.descendants().forEach(children::add);
                });
        List<ProcessHandle> drivers =
                children.stream().filter(MemoryBench::isChromedriver).toList();
        children.removeAll(Set.copyOf(drivers));
        Memory browsers = Memory.of(children);
        Memory driver = Memory.of(drivers);
        Memory itself = Memory.of(worker);
        progress.line("");
        line("sessions, idle for %d s".formatted(IDLE.toSeconds()), "%d".formatted(sessions));
        line("browsers", "%.1f MiB PSS in %d processes".formatted(browsers.pssMib(), browsers.processes()));
        line("chromedriver", "%.1f MiB PSS in %d processes".formatted(driver.pssMib(), driver.processes()));
        line(
                "per session",
                String.format(Locale.ROOT, "%.1f MiB PSS", (browsers.pssMib() + driver.pssMib()) / sessions));
        line("worker itself", "%.1f MiB PSS, %.1f MiB RSS".formatted(itself.pssMib(), itself.rssMib()));
    }

    private void line(String what, String value) {
        progress.line("  %-24s %s".formatted(what, value));
    }

    private static boolean isChromedriver(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> command.contains("chromedriver"))
                .isPresent();
    }
}

package io.sanasend.local.torture;

import com.fasterxml.jackson.databind.JsonNode;
import io.sanasend.local.stack.LocalStack;
import io.sanasend.local.stack.Progress;
import io.sanasend.local.stack.ScratchStack;
import io.sanasend.local.torture.Ledger.Accepted;
import io.sanasend.local.torture.Phones.Arrival;
import io.sanasend.local.torture.Tenant.Line;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The trial: customers send all the time while parts of the product are killed; then it is left alone until every accepted
 * message is settled; then the books are compared.
 */
public final class Torture {

    /** Nothing but the product's own faults may hold a message up. */
    private static final Map<String, String> SETTINGS = Map.of(
            "SANASEND_ACCOUNTS_MAX_MESSAGES_PER_MINUTE", "10000",
            "SANASEND_ACCOUNTS_MAX_MESSAGES_PER_DAY", "10000");

    private static final int CALLERS_A_TENANT = 3;
    private static final int SLOWEST_ANSWER = 300;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Options options;
    private final Map<String, String> environment;
    private final Path root;
    private final Progress progress;
    private final Ledger ledger = new Ledger();
    private final Trigger onTaking = new Trigger();
    private final Trigger onAcceptance = new Trigger();
    private volatile boolean killing = true;
    private volatile boolean watching = true;
    private volatile long end = Long.MAX_VALUE;

    public Torture(Options options, Map<String, String> environment, Path root, Progress progress) {
        this.options = options;
        this.environment = environment;
        this.root = root;
        this.progress = progress;
    }

    /**
     * Holds the trial with a stack of its own.
     *
     * @return whether the books agree
     * @throws TortureFailed when it could not be held
     */
    public boolean run() throws InterruptedException {
        progress.line("Torture with " + options);
        Path directory = root.resolve("target/torture/seed" + options.seed() + "-" + System.currentTimeMillis());
        try {
            Files.createDirectories(directory);
            try (PrintStream log =
                            new PrintStream(directory.resolve("stack.log").toFile());
                    ScratchStack scratch = ScratchStack.prepare(
                            "sanasend-torture", environment, SETTINGS, options.replicas(), root, new Progress(log))) {
                return run(scratch, new Evidence(directory));
            }
        } catch (IOException e) {
            throw new TortureFailed("the trial was broken off: " + e);
        }
    }

    private boolean run(Evidence evidence) throws IOException, InterruptedException {
        try (PrintStream log = new PrintStream(
                        evidence.directory().resolve("stack.log").toFile());
                ScratchStack scratch = ScratchStack.prepare(
                        "sanasend-torture", environment, SETTINGS, options.replicas(), root, new Progress(log))) {
            return run(scratch, evidence);
        }
    }

    private boolean run(ScratchStack scratch, Evidence evidence) throws IOException, InterruptedException {
        LocalStack stack = scratch.stack();
        stack.start();
        Phones phones = new Phones(scratch.settings().simulatorAddress());
        List<Tenant> tenants = new Gateway(scratch.settings(), phones, stack.adminLogin())
                .tenants(options.tenants(), options.numbers());
        List<Line> lines =
                tenants.stream().flatMap(tenant -> tenant.lines().stream()).toList();
        progress.line("%d numbers of %d tenants are linked".formatted(lines.size(), tenants.size()));
        Killer killer = new Killer(stack, lines, onTaking, onAcceptance, progress);
        strikeUnderLoad(tenants, phones, killer);
        Map<Long, JsonNode> messages = awaitSettled(tenants);
        List<Arrival> arrivals = phones.allArrivals();
        List<Accepted> accepted = ledger.accepted();
        Tally tally = new Tally(accepted, messages, arrivals);
        tally.add("wrong answer", ledger.wrong());
        tally.add("not connected", notConnected(tenants));
        if (!tally.isClean()) {
            evidence.write(tally, accepted, arrivals);
        }
        stack.close();
        tally.add("left running", stack.leftBehind() == 0 ? List.of() : List.of(stack.leftBehind() + " processes"));
        if (!tally.isClean()) {
            evidence.keepLogs(scratch.settings().home().resolve("logs"));
        }
        report(tally, killer, evidence);
        return tally.isClean();
    }

    private void strikeUnderLoad(List<Tenant> tenants, Phones phones, Killer killer)
            throws IOException, InterruptedException {
        Random random = new Random(options.seed());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> watcher = threads.submit(new Watcher(phones, onTaking, () -> watching));
            List<Future<?>> callers = new ArrayList<>();
            for (Tenant tenant : tenants) {
                for (int i = 0; i < CALLERS_A_TENANT; i++) {
                    callers.add(threads.submit(caller(tenant, tenants.size(), random.nextLong())));
                }
            }
            for (Strike strike : Strike.schedule(options.seed(), options.kills())) {
                phones.answerAfter(Duration.ofMillis(random.nextInt(SLOWEST_ANSWER)));
                killer.carryOut(strike);
            }
            killing = false;
            progress.line("The last strike has fallen; %d messages are accepted".formatted(ledger.acceptedCount()));
            end = System.nanoTime() + options.quiet().toNanos();
            while (callers.stream().anyMatch(caller -> !caller.isDone())) {
                Thread.sleep(BETWEEN_LOOKS);
            }
            watching = false;
            watcher.cancel(true);
        }
    }

    private Caller caller(Tenant tenant, int tenants, long seed) {
        Duration pause = Duration.ofMillis((long) (1000 * tenants * CALLERS_A_TENANT / options.rate()));
        return new Caller(
                tenant,
                ledger,
                onAcceptance,
                pause,
                new Random(seed),
                () -> isInTime() && (killing || ledger.begun() < options.messages()),
                this::isInTime);
    }

    private boolean isInTime() {
        return end == Long.MAX_VALUE || System.nanoTime() - end < 0;
    }

    /** Waits until all is settled and connected, or for as long as the options say; then answers what the API says. */
    private Map<Long, JsonNode> awaitSettled(List<Tenant> tenants) throws InterruptedException {
        Map<Long, JsonNode> messages = new HashMap<>();
        boolean settled = false;
        while (!settled && isInTime()) {
            Thread.sleep(BETWEEN_LOOKS);
            try {
                for (Tenant tenant : tenants) {
                    tenant.messages()
                            .forEach(message -> messages.put(message.path("id").asLong(), message));
                }
                settled = ledger.accepted().stream().allMatch(message -> Tally.isFinal(messages.get(message.dbId())))
                        && notConnected(tenants).isEmpty();
            } catch (IOException _) {
                // Not up again yet; the deadline is the judge of that.
            }
        }
        return messages;
    }

    private static List<String> notConnected(List<Tenant> tenants) throws InterruptedException {
        List<String> wrong = new ArrayList<>();
        for (Tenant tenant : tenants) {
            try {
                wrong.addAll(tenant.notConnected());
            } catch (IOException e) {
                wrong.add(tenant.name() + ": no answer, " + e.getMessage());
            }
        }
        return wrong;
    }

    private void report(Tally tally, Killer killer, Evidence evidence) {
        progress.line("");
        killer.kills().forEach((victim, count) -> progress.line(Tally.line("killed " + victim, count)));
        ledger.otherAnswers().forEach((answer, count) -> progress.line(Tally.line("answer " + answer, count)));
        tally.lines().forEach(progress::line);
        progress.line("  seed " + options.seed() + (tally.isClean() ? "" : ", evidence in " + evidence.directory()));
        tally.differences()
                .forEach((kind, found) ->
                        found.stream().limit(10).forEach(difference -> progress.line("  " + kind + ": " + difference)));
        progress.line(tally.isClean() ? "The books agree." : "The books DO NOT agree.");
    }
}

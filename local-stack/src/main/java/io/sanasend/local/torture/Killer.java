package io.sanasend.local.torture;

import io.sanasend.local.process.ProcessArguments;
import io.sanasend.local.stack.LocalStack;
import io.sanasend.local.stack.Progress;
import io.sanasend.local.torture.Tenant.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Kills processes of the trial's own stack, and of nothing else: its parts by their handles, browsers by the mark that only
 * the stack's processes inherit. Confined to one thread but for the blow itself.
 */
final class Killer {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LocalStack stack;
    private final List<Line> lines;
    private final Trigger onTaking;
    private final Trigger onAcceptance;
    private final Progress progress;
    private final Map<String, Integer> kills = new TreeMap<>();

    Killer(LocalStack stack, List<Line> lines, Trigger onTaking, Trigger onAcceptance, Progress progress) {
        this.stack = stack;
        this.lines = List.copyOf(lines);
        this.onTaking = onTaking;
        this.onAcceptance = onAcceptance;
        this.progress = progress;
    }

    /** How often who was killed. */
    Map<String, Integer> kills() {
        return new TreeMap<>(kills);
    }

    /** Carries the strike out; one whose victim is dead already is counted as missed. */
    void carryOut(Strike strike) throws InterruptedException {
        Thread.sleep(strike.gap());
        Line line = pick(lines, strike.choice());
        // Found before the moment comes: looking takes longer than the moment lasts.
        List<ProcessHandle> victims = victims(strike, line);
        Predicate<String> concerns = strike.victim() == Victim.CHROME || strike.victim() == Victim.CHROME_WITH_CHILDREN
                ? line.phone()::equals
                : _ -> true;
        Runnable blow = () -> victims.forEach(ProcessHandle::destroyForcibly);
        switch (strike.moment()) {
            case ANY_TIME -> blow.run();
            case TAKEN_BY_WHATSAPP -> onTaking.strikeAtNext(concerns, blow, PATIENCE);
            case ACCEPTED -> onAcceptance.strikeAtNext(concerns, blow, PATIENCE);
        }
        String name = victims.isEmpty() ? "missed" : strike.victim().words();
        kills.merge(name, 1, Integer::sum);
        progress.say(
                "kill -9",
                strike.victim().words() + " at " + strike.moment() + (victims.isEmpty() ? " (was dead)" : ""));
    }

    private List<ProcessHandle> victims(Strike strike, Line line) {
        return switch (strike.victim()) {
            case API -> one(parts("api"), strike.choice());
            case EVERY_API -> parts("api");
            case WORKER -> one(parts("worker"), strike.choice());
            case EVERY_WORKER -> parts("worker");
            case WORKER_AND_ITS_BROWSERS ->
                Stream.concat(parts("worker").stream(), browsers().stream()).toList();
            case CHROME -> browserOf(line).stream().filter(Killer::isMain).toList();
            case CHROME_WITH_CHILDREN -> withChildren(browserOf(line));
            case CHROMEDRIVER ->
                one(
                        stack.descendants().stream()
                                .filter(process -> isProgram(process, "chromedriver"))
                                .toList(),
                        strike.choice());
            case POSTGRES -> parts("postgres");
            case POSTGRES_BACKEND ->
                one(
                        parts("postgres").stream()
                                .flatMap(ProcessHandle::children)
                                .filter(child -> ProcessArguments.of(child).contains("postgres: sanasend"))
                                .toList(),
                        strike.choice());
            case REDIS -> parts("redis");
        };
    }

    /** The copies of a part that run. */
    private List<ProcessHandle> parts(String name) {
        return stack.processes().entrySet().stream()
                .filter(part -> part.getKey().replaceFirst("-\\d+$", "").equals(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    private List<ProcessHandle> browsers() {
        return stack.descendants().stream()
                .filter(process -> ProcessArguments.of(process).contains("--user-data-dir="))
                .toList();
    }

    private List<ProcessHandle> browserOf(Line line) {
        return browsers().stream()
                .filter(process -> (ProcessArguments.of(process) + " ")
                        .matches("(?s).*--user-data-dir=\\S*/" + line.session() + "[/ ].*"))
                .toList();
    }

    private static List<ProcessHandle> withChildren(List<ProcessHandle> browser) {
        List<ProcessHandle> all = new ArrayList<>(browser);
        browser.forEach(process -> process.descendants().forEach(all::add));
        return all;
    }

    private static boolean isMain(ProcessHandle process) {
        return !ProcessArguments.of(process).contains("--type=");
    }

    private static boolean isProgram(ProcessHandle process, String name) {
        return ProcessArguments.of(process).split(" ", 2)[0].endsWith(name);
    }

    private static List<ProcessHandle> one(List<ProcessHandle> several, double choice) {
        return several.isEmpty() ? List.of() : List.of(pick(several, choice));
    }

    private static <T> T pick(List<T> several, double choice) {
        return several.get((int) (choice * several.size()));
    }
}

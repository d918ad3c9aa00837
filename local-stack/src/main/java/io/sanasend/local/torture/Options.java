package io.sanasend.local.torture;

import io.sanasend.local.stack.Replicas;
import java.time.Duration;
import java.util.List;

/**
 * What the person wants of the trial.
 *
 * @param seed decides who is killed, when, and at which moment; the same seed gives the same schedule
 * @param kills how many strikes there are
 * @param messages how many messages are to be accepted at least
 * @param numbers linked phone numbers, spread over the tenants
 * @param rate messages a second, over all numbers
 * @param quiet how long after the last strike everything may take to be settled
 */
public record Options(
        long seed, int kills, int messages, int tenants, int numbers, double rate, Replicas replicas, Duration quiet) {

    private static final int MOST = 100_000;

    /** What {@code scripts/torture} does when nothing else is said. */
    static Options usual(long seed) {
        return new Options(seed, 200, 1_000, 2, 4, 4, new Replicas(2, 2), Duration.ofMinutes(5));
    }

    /** A minute's worth. */
    Options brief() {
        return new Options(seed, 12, 80, 2, 2, 3, replicas, Duration.ofMinutes(3));
    }

    /**
     * Reads {@code --name value} pairs.
     *
     * @param seed used when none is given
     * @throws TortureFailed when one is not known or has a value that makes no sense
     */
    public static Options parse(List<String> arguments, long seed) {
        Options options = arguments.contains("--short") ? usual(seed).brief() : usual(seed);
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (!name.equals("--short")) {
                i++;
                options = options.with(name, i < arguments.size() ? arguments.get(i) : "");
            }
        }
        if (options.numbers < options.tenants) {
            throw new TortureFailed("each tenant needs a number: --numbers must not be less than --tenants");
        }
        return options;
    }

    private Options with(String name, String value) {
        return switch (name) {
            case "--seed" -> new Options(any(name, value), kills, messages, tenants, numbers, rate, replicas, quiet);
            case "--kills" ->
                new Options(seed, number(name, value, 0), messages, tenants, numbers, rate, replicas, quiet);
            case "--messages" ->
                new Options(seed, kills, number(name, value, 1), tenants, numbers, rate, replicas, quiet);
            case "--tenants" ->
                new Options(seed, kills, messages, number(name, value, 1), numbers, rate, replicas, quiet);
            case "--numbers" ->
                new Options(seed, kills, messages, tenants, number(name, value, 1), rate, replicas, quiet);
            case "--rate" ->
                new Options(seed, kills, messages, tenants, numbers, number(name, value, 1), replicas, quiet);
            case "--apis" -> withReplicas(number(name, value, 1), replicas.workers());
            case "--workers" -> withReplicas(replicas.apis(), number(name, value, 1));
            case "--quiet" ->
                new Options(
                        seed,
                        kills,
                        messages,
                        tenants,
                        numbers,
                        rate,
                        replicas,
                        Duration.ofMinutes(number(name, value, 1)));
            default ->
                throw new TortureFailed("unknown option " + name + "; known: --seed --kills --messages --tenants"
                        + " --numbers --rate --apis --workers --quiet (minutes) --short");
        };
    }

    private Options withReplicas(int apis, int workers) {
        try {
            return new Options(seed, kills, messages, tenants, numbers, rate, new Replicas(apis, workers), quiet);
        } catch (IllegalArgumentException e) {
            throw new TortureFailed(String.valueOf(e.getMessage()));
        }
    }

    private static int number(String name, String value, int lowest) {
        if (value.matches("\\d{1,6}") && Integer.parseInt(value) >= lowest && Integer.parseInt(value) <= MOST) {
            return Integer.parseInt(value);
        }
        throw new TortureFailed(name + " needs a number from " + lowest + " to " + MOST);
    }

    private static long any(String name, String value) {
        if (value.matches("-?\\d{1,18}")) {
            return Long.parseLong(value);
        }
        throw new TortureFailed(name + " needs a whole number");
    }
}

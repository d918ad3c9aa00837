package io.sanasend.local.stack;

import io.sanasend.local.process.FreePort;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Where the services listen. The second copy of a service has the port {@value #STEP} above the first one's, the third
 * that above the second's, and so on.
 *
 * @param api public REST API and console
 * @param management internal events and metrics of the api, on the loopback address
 * @param worker internal API of the worker
 * @param simulator stand-in for WhatsApp Web
 */
public record Ports(int api, int management, int worker, int simulator) {

    static final int HIGHEST_PORT = 65_535;

    private static final int STEP = 100;
    /** Leaves room for the copies. */
    private static final int HIGHEST = FreePort.HIGHEST - 10 * STEP;

    private static final int MOST_TRIES = 1_000;

    /**
     * Four different ports that are free now, and that nobody is given by chance before they are used.
     *
     * @throws IllegalStateException when there are hardly any
     */
    public static Ports free(RandomGenerator random) {
        return free(random, Replicas.SINGLE);
    }

    /** The same with free ones for all copies. */
    public static Ports free(RandomGenerator random, Replicas replicas) {
        int copies = Math.max(replicas.apis(), replicas.workers());
        for (int i = 0; i < MOST_TRIES; i++) {
            int first = random.nextInt(FreePort.LOWEST, HIGHEST);
            boolean free = IntStream.range(0, copies)
                    .flatMap(copy -> IntStream.range(first, first + 4).map(port -> port + copy * STEP))
                    .allMatch(FreePort::isFree);
            if (free) {
                return new Ports(first, first + 1, first + 2, first + 3);
            }
        }
        throw new IllegalStateException(
                "there are no four free ports in a row from " + FreePort.LOWEST + " to " + HIGHEST);
    }

    /** Public port of a copy of the api; the first has number 1. */
    int api(int number) {
        return ofCopy(api, number);
    }

    /** Its internal port. */
    int management(int number) {
        return ofCopy(management, number);
    }

    /** Port of a copy of the worker; the first has number 1. */
    int worker(int number) {
        return ofCopy(worker, number);
    }

    private static int ofCopy(int first, int number) {
        return first + STEP * (number - 1);
    }
}

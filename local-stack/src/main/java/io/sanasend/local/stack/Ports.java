package io.sanasend.local.stack;

import io.sanasend.local.process.FreePort;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Where the services listen.
 *
 * @param api public REST API and console
 * @param management internal events and metrics of the api, on the loopback address
 * @param worker internal API of the worker
 * @param simulator stand-in for WhatsApp Web
 */
public record Ports(int api, int management, int worker, int simulator) {

    private static final int LOWEST = 20_000;
    /** Above it systems take ports for outgoing connections, and for whoever asks for any free one. */
    private static final int HIGHEST = 32_000;

    private static final int MOST_TRIES = 1_000;

    /**
     * Four different ports that are free now, and that nobody is given by chance before they are used.
     *
     * @throws IllegalStateException when there are hardly any
     */
    public static Ports free(RandomGenerator random) {
        for (int i = 0; i < MOST_TRIES; i++) {
            int first = random.nextInt(LOWEST, HIGHEST);
            if (IntStream.range(first, first + 4).allMatch(FreePort::isFree)) {
                return new Ports(first, first + 1, first + 2, first + 3);
            }
        }
        throw new IllegalStateException("there are no four free ports in a row from " + LOWEST + " to " + HIGHEST);
    }
}

package io.sanasend.worker.registration;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sanasend.model.wire.WorkerLease;
import io.sanasend.model.wire.WorkerPaths;
import io.sanasend.model.wire.WorkerRegistration;
import io.sanasend.worker.api.ApiPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the api that this worker is there: at once, every five seconds, and within two seconds after an attempt that
 * failed. Sessions do not depend on it.
 *
 * <p>Owns one virtual thread.
 */
public final class Registration implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
    private static final int NAME_TAKEN = 409;
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(500);
    /** A lease is renewed so often before it ends. */
    private static final int RENEWALS = 4;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private final Supplier<WorkerRegistration> words;
    private final ApiPort api;
    private final ObjectMapper json;
    private final RandomGenerator random;
    private final Thread thread = Thread.ofVirtual().name("registration").unstarted(this::run);
    private Duration pause = FIRST_PAUSE;
    private boolean failed;
    private boolean nameTaken;

    /** @param words what the worker says of itself now */
    public Registration(Supplier<WorkerRegistration> words, ApiPort api, ObjectMapper json, RandomGenerator random) {
        this.words = words;
        this.api = api;
        this.json = json;
        this.random = random;
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(register());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Registers once; returns when to do it again. */
    private Duration register() throws InterruptedException {
        try {
            ApiPort.Answer answer = api.post(WorkerPaths.WORKERS, words.get(), DEADLINE);
            if (answer.isAccepted()) {
                return registered(answer);
            }
            // It says which other worker has this one's name, and what to do.
            return answer.status() == NAME_TAKEN
                    ? refused(new String(answer.body(), StandardCharsets.UTF_8), true)
                    : refused("it answered " + answer.status(), false);
        } catch (IOException e) {
            return refused("no connection", false);
        } catch (RuntimeException e) {
            LOG.error("the registration at the api failed; it is tried again", e);
            return LONGEST_PAUSE;
        }
    }

    private Duration registered(ApiPort.Answer answer) {
        if (failed) {
            LOG.info("registered at {} again", api);
        }
        failed = false;
        nameTaken = false;
        pause = FIRST_PAUSE;
        return interval(answer);
    }

    private Duration interval(ApiPort.Answer answer) {
        try {
            WorkerLease lease = json.readValue(answer.body(), WorkerLease.class);
            Duration wanted = Duration.ofSeconds(lease.seconds()).dividedBy(RENEWALS);
            if (wanted.compareTo(SHORTEST_INTERVAL) < 0) {
                return SHORTEST_INTERVAL;
            }
            return wanted.compareTo(INTERVAL) < 0 ? wanted : INTERVAL;
        } catch (IOException e) {
            return INTERVAL;
        }
    }

    private Duration refused(String problem, boolean forItsName) {
        // Once each: which of the copies of the api is asked, and what it says, can change with every attempt.
        if (!failed || (forItsName && !nameTaken)) {
            LOG.warn("the worker is not registered at {} ({}); it is tried again and again", api, problem);
        }
        failed = true;
        nameTaken |= forItsName;
        Duration now = pause;
        pause = now.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : now.multipliedBy(2);
        // Some of them at once after an outage of the api need not come in the same moment.
        return now.minusMillis(random.nextLong(now.toMillis() / 4 + 1));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

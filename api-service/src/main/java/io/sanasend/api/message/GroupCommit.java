package io.sanasend.api.message;

import io.sanasend.api.problem.DatabaseOutage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Has messages accepted in groups: while one group is written to the disk, what comes meanwhile gathers, and is the next group.
 * So a commit costs about the same with one message as with many, and nobody waits for a group to fill. Users are shared out
 * among a few writers, each of which writes one group at a time; the messages of one user never wait for each other's locks
 * in this process. A message that would have to wait for a lock is accepted alone, by its own caller's thread, and holds up
 * nobody; so is each message of a group that fails for a reason of its own. Safe for use by many threads.
 */
@ApplicationScoped
class GroupCommit {

    private static final Logger LOG = Logger.getLogger(GroupCommit.class);

    /** Two are enough to have one at work while another waits for the disk; more only make the groups smaller. */
    private static final int WRITERS = 2;
    /** Bounds how long one transaction takes, and the memory of its parameters: a text has at most 20 kB. */
    private static final int MOST = 64;

    /** In all; about a second's work. */
    private static final int MOST_WAITING = 2_000;

    private final Acceptances acceptances;
    private final AcceptGate gate;
    private final Dispatcher dispatcher;
    private final List<Writer> writers =
            Stream.generate(Writer::new).limit(WRITERS).toList();

    GroupCommit(Acceptances acceptances, AcceptGate gate, Dispatcher dispatcher) {
        this.acceptances = acceptances;
        this.gate = gate;
        this.dispatcher = dispatcher;
    }

    /**
     * What came of the draft, once that is on the disk.
     *
     * @throws io.sanasend.api.problem.ApiException 503 if too many wait; nothing is stored
     */
    Acceptance accept(Draft draft) {
        Waiting waiting = new Waiting(draft, new CompletableFuture<>());
        writers.get(Math.floorMod(draft.userId(), WRITERS)).take(waiting);
        Acceptance acceptance = waiting.result();
        return acceptance instanceof Acceptance.Busy
                ? gate.pass(
                        draft.userId(),
                        () -> woken(acceptances.acceptPatiently(draft)).getFirst())
                : acceptance;
    }

    private List<Acceptance> woken(Acceptances.Group group) {
        if (group.overlooked()) {
            dispatcher.wake();
        }
        return group.acceptances();
    }

    private record Waiting(Draft draft, CompletableFuture<Acceptance> answer) {

        /** Throws what the group failed with. */
        Acceptance result() {
            try {
                return answer.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException failure ? failure : e;
            }
        }
    }

    /** Writes one group after the other, in a virtual thread that ends when nobody waits. */
    private final class Writer {

        private final Queue<Waiting> queue = new ArrayDeque<>();
        private boolean running;

        synchronized void take(Waiting waiting) {
            if (queue.size() >= MOST_WAITING / WRITERS) {
                throw AcceptGate.busy();
            }
            queue.add(waiting);
            if (!running) {
                running = true;
                Thread.ofVirtual().name("acceptances").start(this::run);
            }
        }

        private void run() {
            for (List<Waiting> group = next(); !group.isEmpty(); group = next()) {
                write(group);
            }
        }

        private synchronized List<Waiting> next() {
            List<Waiting> group = new ArrayList<>();
            while (group.size() < MOST && !queue.isEmpty()) {
                group.add(queue.remove());
            }
            running = !group.isEmpty();
            return group;
        }

        private void write(List<Waiting> group) {
            try {
                Acceptances.Group result =
                        acceptances.accept(group.stream().map(Waiting::draft).toList());
                // First: what is on the disk is told, whatever comes of the rest.
                IntStream.range(0, group.size())
                        .forEach(i -> group.get(i)
                                .answer()
                                .complete(result.acceptances().get(i)));
                woken(result);
            } catch (RuntimeException | Error e) {
                answerAll(group, e);
            }
        }

        /**
         * Nothing of the group is stored; after an outage that is not certain, and everybody is told. Of other failures one
         * message may be the cause, so each is tried alone.
         */
        private void answerAll(List<Waiting> group, Throwable failure) {
            boolean each = group.size() > 1 && failure instanceof RuntimeException && !DatabaseOutage.isBehind(failure);
            if (each) {
                LOG.warn("A group of messages could not be accepted together; each is tried alone", failure);
            }
            group.forEach(waiting -> {
                if (each) {
                    waiting.answer().complete(new Acceptance.Busy());
                } else {
                    waiting.answer().completeExceptionally(failure);
                }
            });
        }
    }
}

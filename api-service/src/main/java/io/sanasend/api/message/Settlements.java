package io.sanasend.api.message;

import io.quarkus.runtime.StartupEvent;
import io.sanasend.api.fanout.Fanout;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.model.message.MessageStatus;
import io.sanasend.model.message.WaMessageId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets the request that accepted a message wait until its fate is known; a waiting request costs no thread of the machine.
 * A fate that nobody here waits for is told to the other replicas, as long as somebody may wait. Nothing is stored here:
 * whoever hears nothing looks into the database when the wait is over. Safe for use by many threads.
 */
@ApplicationScoped
class Settlements {

    private static final String TOPIC = "settled";

    private final Map<String, CompletableFuture<Fate>> waiting = new ConcurrentHashMap<>();
    private final Fanout fanout;
    private final MessageConfig config;
    private final Clock clock;

    Settlements(Fanout fanout, MessageConfig config, Clock clock) {
        this.fanout = fanout;
        this.config = config;
        this.clock = clock;
    }

    void onStart(@Observes StartupEvent start) {
        fanout.listen(TOPIC, new io.sanasend.api.fanout.Listener() {
            @Override
            public void heard(String text) {
                Told.read(text).ifPresent(told -> tellHere(told.waMessageId(), told.fate()));
            }

            @Override
            public void maybeMissed() {
                // Whoever waits looks into the database in the end.
            }
        });
    }

    /** Begins to listen; to be called before the message is accepted, so that nothing is missed, and to be closed. */
    Listener listenFor(WaMessageId id) {
        CompletableFuture<Fate> fate = new CompletableFuture<>();
        waiting.put(id.value(), fate);
        return new Listener(id, fate);
    }

    /** The head of a lane is settled. */
    void tell(Claim.Head head, Fate fate) {
        if (head.acceptedAt().plus(config.maxWait()).isAfter(clock.instant())) {
            tell(head.waMessageId().value(), fate);
        }
    }

    /** A message is settled for which somebody may wait, here or elsewhere. */
    void tell(String waMessageId, Fate fate) {
        if (!tellHere(waMessageId, fate)) {
            fanout.tell(TOPIC, new Told(waMessageId, fate).write());
        }
    }

    /** Answers whether somebody here waits for it. */
    boolean tellHere(String waMessageId, Fate fate) {
        CompletableFuture<Fate> listener = waiting.get(waMessageId);
        return listener != null && (listener.complete(fate) || listener.isDone());
    }

    /** How many wait here. */
    int waiting() {
        return waiting.size();
    }

    /** What became of a message. */
    sealed interface Fate {

        record Taken(MessageStatus status, Instant at) implements Fate {}

        record Failed(ProblemType code) implements Fate {}
    }

    /** A fate as replicas tell it to each other: id, status and either a time or a code. */
    record Told(String waMessageId, Fate fate) {

        String write() {
            return switch (fate) {
                case Fate.Taken(MessageStatus status, Instant at) ->
                    String.join(" ", waMessageId, status.wireName(), at.toString());
                case Fate.Failed(ProblemType code) ->
                    String.join(" ", waMessageId, MessageStatus.FAILED.wireName(), code.name());
            };
        }

        /** Empty if a replica of another version tells it in another way. */
        static Optional<Told> read(String text) {
            String[] parts = text.split(" ", -1);
            try {
                MessageStatus status = MessageStatus.ofWireName(parts[1]);
                return Optional.of(new Told(
                        parts[0],
                        status == MessageStatus.FAILED
                                ? new Fate.Failed(ProblemType.valueOf(parts[2]))
                                : new Fate.Taken(status, Instant.parse(parts[2]))));
            } catch (IllegalArgumentException | DateTimeParseException | ArrayIndexOutOfBoundsException _) {
                return Optional.empty();
            }
        }
    }

    /** Listens for the fate of one message. */
    final class Listener implements AutoCloseable {

        private final WaMessageId id;
        private final CompletableFuture<Fate> fate;

        private Listener(WaMessageId id, CompletableFuture<Fate> fate) {
            this.id = id;
            this.fate = fate;
        }

        /** The fate, or empty if it is not known within that time. */
        Optional<Fate> await(Duration patience) {
            try {
                return Optional.of(fate.get(patience.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException _) {
                return Optional.empty();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a fate is never exceptional", e);
            }
        }

        @Override
        public void close() {
            waiting.remove(id.value(), fate);
        }
    }
}

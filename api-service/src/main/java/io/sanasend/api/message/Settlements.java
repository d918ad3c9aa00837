package io.sanasend.api.message;

import io.sanasend.api.problem.ProblemType;
import io.sanasend.model.message.MessageStatus;
import io.sanasend.model.message.WaMessageId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets the request that accepted a message wait until its fate is known. Nothing is stored here, and a fate nobody waits
 * for is dropped. Safe for use by many threads.
 */
@ApplicationScoped
class Settlements {

    private final Map<String, CompletableFuture<Fate>> waiting = new ConcurrentHashMap<>();

    /** Begins to listen; to be called before the message is accepted, so that nothing is missed, and to be closed. */
    Listener listenFor(WaMessageId id) {
        CompletableFuture<Fate> fate = new CompletableFuture<>();
        waiting.put(id.value(), fate);
        return new Listener(id, fate);
    }

    void tell(Claim.Head head, Fate fate) {
        tell(head.waMessageId().value(), fate);
    }

    void tell(String waMessageId, Fate fate) {
        CompletableFuture<Fate> listener = waiting.get(waMessageId);
        if (listener != null) {
            listener.complete(fate);
        }
    }

    /** What became of a message. */
    sealed interface Fate {

        record Taken(MessageStatus status, Instant at) implements Fate {}

        record Failed(ProblemType code) implements Fate {}
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

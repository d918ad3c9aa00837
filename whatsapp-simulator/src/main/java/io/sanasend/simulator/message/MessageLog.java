package io.sanasend.simulator.message;

import io.sanasend.simulator.account.PhoneNumber;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Every message the server took, oldest first. The same id from the same sender is the same message. Safe for use by
 * any thread. Keeps at most {@value #MOST_MESSAGES} messages; the oldest is dropped together with its file.
 */
public final class MessageLog {

    private static final int MOST_MESSAGES = 20_000;

    private record Key(PhoneNumber from, String id) {}

    private final Map<Key, Message> messages = new LinkedHashMap<>();
    private final Consumer<StoredFile> dropped;
    private final Runnable changed;

    /**
     * @param dropped told about each file whose message is gone
     * @param changed told about each change
     */
    public MessageLog(Consumer<StoredFile> dropped, Runnable changed) {
        this.dropped = dropped;
        this.changed = changed;
    }

    /** Keeps the message, or counts one more arrival of the one that is there. Answers whether it is new. */
    synchronized boolean arrive(Message message) {
        Key key = new Key(message.from(), message.id());
        Message known = messages.get(key);
        messages.put(key, known == null ? message : known.arrivedAgain());
        if (messages.size() > MOST_MESSAGES) {
            drop(messages.remove(messages.keySet().iterator().next()));
        }
        changed.run();
        return known == null;
    }

    /** Changes a message in place. Empty when there is no such message. */
    synchronized Optional<Message> change(PhoneNumber from, String id, UnaryOperator<Message> change) {
        changed.run();
        return Optional.ofNullable(messages.computeIfPresent(new Key(from, id), (key, known) -> change.apply(known)));
    }

    /** The newest message with this id that the phone has. */
    public synchronized Optional<Message> find(PhoneNumber phone, String id) {
        return withId(id).stream().filter(message -> message.isSeenBy(phone)).findFirst();
    }

    public synchronized List<Message> withId(String id) {
        return messages.values().stream()
                .filter(message -> message.id().equals(id))
                .toList()
                .reversed();
    }

    public synchronized List<Message> of(PhoneNumber phone) {
        return messages.values().stream()
                .filter(message -> message.isSeenBy(phone))
                .toList();
    }

    public synchronized List<Message> all() {
        return List.copyOf(messages.values());
    }

    /** The files of all messages. */
    public synchronized List<StoredFile> files() {
        return messages.values().stream()
                .map(message -> message.content().file())
                .filter(Objects::nonNull)
                .toList();
    }

    public synchronized void restore(List<Message> restored) {
        messages.clear();
        restored.forEach(message -> messages.put(new Key(message.from(), message.id()), message));
    }

    public synchronized void reset() {
        messages.values().forEach(this::drop);
        messages.clear();
    }

    private void drop(@Nullable Message message) {
        if (message != null && message.content().file() != null) {
            dropped.accept(message.content().file());
        }
    }
}

package io.sanasend.api.message;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a message that was sent, and of which nothing was heard since, is looked up: its recipient may be away that long, or an
 * ack was lost.
 */
final class Stage {

    static final Duration FIRST = Duration.ofMinutes(2);

    private static final List<Duration> ALL =
            List.of(FIRST, Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(6), Duration.ofHours(24));

    private Stage() {}

    /** The first stage beyond that age of a sent message; empty when nothing more is expected. */
    static Optional<Duration> after(Duration age) {
        return ALL.stream().filter(stage -> stage.compareTo(age) > 0).findFirst();
    }
}

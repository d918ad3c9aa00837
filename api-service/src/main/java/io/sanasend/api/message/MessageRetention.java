package io.sanasend.api.message;

import io.sanasend.api.media.MediaStore;
import io.sanasend.api.schedule.ScheduledWork;
import io.sanasend.api.schedule.Turn;
import io.sanasend.api.usage.UsageDays;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Removes messages, sent and received, that are older than they are kept. Days that were over by then are sealed first, so that
 * their figures stay as they are; a day with an open message is not, and keeps all of its messages. Each step is a short
 * transaction, and may be the last of its run.
 */
@ApplicationScoped
class MessageRetention implements ScheduledWork {

    /** The hours of the last two days are counted from messages. */
    private static final Duration LEAST = Duration.ofDays(3);

    private static final int BATCH = 500;

    private final OldMessages messages;
    private final UsageDays usage;
    private final MediaStore media;
    private final MessageConfig config;
    private final Clock clock;

    MessageRetention(OldMessages messages, UsageDays usage, MediaStore media, MessageConfig config, Clock clock) {
        this.messages = messages;
        this.usage = usage;
        this.media = media;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "old-messages";
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(10);
    }

    @Override
    public String run(Turn turn) {
        Instant before = clock.instant().minus(longer(config.retention(), LEAST));
        seal(before, turn);
        int removed = 0;
        int received = 0;
        int batch = BATCH;
        while (batch > 0 && turn.goesOn()) {
            // The message goes before its file: what a crash leaves in between is named by none, and goes with the
            // strays.
            List<OldMessages.Removed> gone = messages.remove(BATCH);
            gone.stream()
                    .flatMap(message -> Stream.ofNullable(message.mediaKey()))
                    .forEach(media::discard);
            int heard = messages.removeReceived(before, BATCH);
            batch = gone.size() + heard + usage.noteEmptied();
            removed += gone.size();
            received += heard;
        }
        return removed + " messages removed, and " + received + " received ones";
    }

    private void seal(Instant before, Turn turn) {
        List<Long> users = usage.withDaysBefore(before);
        while (!users.isEmpty() && turn.goesOn()) {
            users.forEach(user -> usage.seal(user, before));
            users = usage.withDaysBefore(before);
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return Stream.of(one, other).max(Comparator.naturalOrder()).orElseThrow();
    }
}

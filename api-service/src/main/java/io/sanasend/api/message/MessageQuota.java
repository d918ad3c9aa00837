package io.sanasend.api.message;

import io.sanasend.api.limit.Allowance;
import io.sanasend.api.limit.Limit;
import io.sanasend.api.limit.LimitExceeded;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many more messages of one user may be accepted: in the calendar day and in any 60 seconds. Read under the lock of the
 * user's row, counted up with each message that is accepted under it, and written back. Confined to one thread.
 */
final class MessageQuota {

    static final Duration MINUTE = Duration.ofMinutes(1);

    private final Limits limits;
    private final Moment now;
    private final LocalDate day;
    private long today;
    private final long minute;
    private long inMinute;
    private final long inMinuteBefore;
    private long lately;
    private final Instant oldest;

    /**
     * The user's quota at a moment.
     *
     * @param row as it was written last
     * @param lately how many messages the last 60 seconds saw; null if the row says that these are few enough
     */
    MessageQuota(Limits limits, Moment now, Row row, @Nullable Lately lately) {
        this.limits = limits;
        this.now = now;
        // Replicas' clocks differ: in the first moments of a day one of them may still be in the day before.
        this.day = row.day().equals(now.today().plusDays(1)) ? row.day() : now.today();
        this.today = row.day().equals(day) ? row.accepted() : 0;
        this.minute = Math.max(row.minute(), now.minute());
        this.inMinute = row.minute() == minute ? row.inMinute() : 0;
        this.inMinuteBefore =
                row.minute() == minute ? row.inMinuteBefore() : row.minute() == minute - 1 ? row.inMinute() : 0;
        this.lately = lately == null ? inMinute + inMinuteBefore : lately.accepted();
        this.oldest = lately == null || lately.oldest() == null ? now.at() : lately.oldest();
    }

    /** What a user may send. */
    record Limits(long perDay, long perMinute) {}

    /**
     * When messages are accepted.
     *
     * @param today that day, in the installation's time zone
     * @param endOfDay of the day and of the one after it
     */
    record Moment(Instant at, LocalDate today, EndOfDay endOfDay) {

        long minute() {
            return Math.floorDiv(at.getEpochSecond(), MINUTE.toSeconds());
        }
    }

    /** When a day ends. */
    @FunctionalInterface
    interface EndOfDay {
        Instant of(LocalDate day);
    }

    /** The row of {@code message_quotas}. */
    record Row(LocalDate day, long accepted, long minute, long inMinute, long inMinuteBefore) {}

    /**
     * Messages of the last 60 seconds.
     *
     * @param accepted at most as many as the limit
     * @param oldest of these, the one that has to leave before there is room; null if there is none
     */
    record Lately(long accepted, @Nullable Instant oldest) {}

    /** Why no further message is accepted now; empty if one is. */
    Optional<LimitExceeded> refusal() {
        if (today >= limits.perDay()) {
            return Optional.of(new LimitExceeded(ofDay(), Duration.between(now.at(), ofDay().reset())));
        }
        if (lately >= limits.perMinute()) {
            return Optional.of(new LimitExceeded(
                    ofMinute(), Duration.between(now.at(), ofMinute().reset())));
        }
        return Optional.empty();
    }

    /** One more is accepted. */
    void take() {
        today++;
        inMinute++;
        lately++;
    }

    /** What is to be written back. */
    Row row() {
        return new Row(day, today, minute, inMinute, inMinuteBefore);
    }

    List<Allowance> allowances() {
        return List.of(ofDay(), ofMinute());
    }

    private Allowance ofDay() {
        return new Allowance(
                Limit.MESSAGES_PER_DAY, limits.perDay(), today, now.endOfDay().of(day));
    }

    private Allowance ofMinute() {
        return new Allowance(Limit.MESSAGES_PER_MINUTE, limits.perMinute(), lately, oldest.plus(MINUTE));
    }
}

package io.sanasend.api.pacing;

import io.sanasend.api.audit.Facts;
import java.time.Duration;

/**
 * How fast one number may send.
 *
 * @param enabled false: as fast as it can
 * @param interval the least time between two messages, before jitter
 * @param jitter the part of the interval by which it varies, up and down; 0 to 0.9
 * @param perMinute messages within 60 seconds, at least 1
 * @param perHour messages within an hour, at least 1
 * @param newRecipientsPerDay recipients never written to before, on the first day of use
 */
record Pace(boolean enabled, Duration interval, double jitter, int perMinute, int perHour, int newRecipientsPerDay) {

    /** So that no growth overflows; no number writes to more strangers in a day. */
    private static final double MOST_NEW_RECIPIENTS = 100_000;

    static Pace of(PacingConfig config) {
        return new Pace(
                config.enabled(),
                config.interval(),
                config.jitter(),
                config.perMinute(),
                config.perHour(),
                config.newRecipientsPerDay());
    }

    /** As it is audited. */
    Facts facts() {
        return Facts.NONE
                .with("enabled", enabled)
                .with("interval", interval)
                .with("jitter", jitter)
                .with("per_minute", perMinute)
                .with("per_hour", perHour)
                .with("new_recipients_per_day", newRecipientsPerDay);
    }

    /** The time to the next message, as a number from 0 to 1 says. */
    Duration nextInterval(double chance) {
        double factor = 1 - jitter + 2 * jitter * chance;
        return Duration.ofMillis(Math.round(interval.toMillis() * factor));
    }

    /**
     * Recipients the number may write to for the first time today.
     *
     * @param daysUsed days on which it sent before today
     * @param growth with each of them
     */
    int newRecipientsToday(int daysUsed, double growth) {
        double budget = newRecipientsPerDay * Math.pow(1 + growth, daysUsed);
        return (int) Math.floor(Math.min(budget, MOST_NEW_RECIPIENTS));
    }

    /** No further recipient may be written to for the first time today. */
    boolean isOverForStrangers(Recent recent, double growth) {
        return recent.strangersToday() >= newRecipientsToday(recent.daysUsed(), growth);
    }
}

package io.sanasend.api.limit;

import java.time.Instant;

/**
 * How much of a limit is used up by one caller.
 *
 * @param quota what is allowed in all; not negative
 * @param used of it; more than the quota if that was lowered
 * @param reset when the whole quota is there again if nothing else is used; in the past or now if it is
 */
public record Allowance(Limit limit, long quota, long used, Instant reset) {

    /** What is left; not negative. */
    public long remaining() {
        return Math.max(0, quota - used);
    }
}

package io.sanasend.api.limit;

import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A limit is used up: 429, told as callers of the classic API read it, and when it is worth trying again. */
public final class LimitExceeded extends ApiException {

    private static final long serialVersionUID = 1L;

    /** The member of the problem document. */
    public static final String MEMBER = "rate_limit";

    private final transient Allowance allowance;

    /**
     * Refuses what the limit does not allow now.
     *
     * @param wait until the same may be asked again, with success if nothing else is asked meanwhile
     */
    public LimitExceeded(Allowance allowance, Duration wait) {
        this(
                allowance,
                wait,
                "At most %d %s are allowed in a %s; try again in %d s."
                        .formatted(
                                allowance.quota(),
                                allowance.limit().unit(),
                                allowance.limit().period().word(),
                                Math.max(1, wait.plusNanos(999_999_999).toSeconds())));
    }

    /** The same in words of its own. */
    public LimitExceeded(Allowance allowance, Duration wait, String detail) {
        super(ProblemType.RATE_LIMIT_EXCEEDED, detail, wait);
        this.allowance = allowance;
    }

    /** The limit that refused, as it stands. */
    public Allowance allowance() {
        return allowance;
    }

    @Override
    public Map<String, Object> members() {
        Map<String, Object> rateLimit = new LinkedHashMap<>();
        rateLimit.put("limit", allowance.quota());
        rateLimit.put("current", allowance.used());
        rateLimit.put("period", allowance.limit().period().word());
        rateLimit.put("reset_time", allowance.reset());
        return Map.of(MEMBER, rateLimit);
    }
}

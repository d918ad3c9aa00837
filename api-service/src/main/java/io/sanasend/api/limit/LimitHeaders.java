package io.sanasend.api.limit;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells a caller with each answer what stands of its limits: {@code RateLimit-Policy} and {@code RateLimit}
 * (draft-ietf-httpapi-ratelimit-headers), and {@code X-RateLimit-…} of the one of which the least is left. What is noted is
 * in the answer whatever comes of the request, as long as its head is not sent yet. Never blocks.
 */
@ApplicationScoped
public class LimitHeaders {

    private static final String NOTED = LimitHeaders.class.getName();

    private final LimitMeter meter;
    private final Clock clock;

    LimitHeaders(LimitMeter meter, Clock clock) {
        this.meter = meter;
        this.clock = clock;
    }

    /** What stands after a limit refused, which is counted. */
    public void note(RoutingContext request, LimitExceeded refusal) {
        meter.refused(refusal.allowance().limit());
        note(request, List.of(refusal.allowance()));
    }

    /** What stands after this request; what was noted of other limits stays, of the same ones it is replaced. */
    public void note(RoutingContext request, List<Allowance> allowances) {
        if (allowances.isEmpty()) {
            return;
        }
        Map<Limit, Allowance> noted = request.get(NOTED);
        if (noted == null) {
            Map<Limit, Allowance> all = new EnumMap<>(Limit.class);
            request.put(NOTED, all);
            request.addHeadersEndHandler(_ -> write(request.response().headers(), all.values()));
            noted = all;
        }
        for (Allowance allowance : allowances) {
            noted.put(allowance.limit(), allowance);
        }
    }

    /** What was noted of that limit; empty if nothing was, for example because the place it is counted is away. */
    public static Optional<Allowance> noted(RoutingContext request, Limit limit) {
        return Optional.ofNullable(noted(request).get(limit));
    }

    private static Map<Limit, Allowance> noted(RoutingContext request) {
        Map<Limit, Allowance> noted = request.get(NOTED);
        return noted == null ? Map.of() : noted;
    }

    void write(MultiMap headers, Collection<Allowance> allowances) {
        StringBuilder policies = new StringBuilder();
        StringBuilder states = new StringBuilder();
        Allowance tightest = null;
        for (Allowance allowance : allowances) {
            if (tightest == null || allowance.remaining() < tightest.remaining()) {
                tightest = allowance;
            }
            separate(policies).append(policy(allowance));
            separate(states).append(state(allowance));
        }
        if (tightest == null) {
            throw new IllegalArgumentException("no allowance to tell of");
        }
        headers.set("RateLimit-Policy", policies.toString());
        headers.set("RateLimit", states.toString());
        headers.set("X-RateLimit-Limit", Long.toString(tightest.quota()));
        headers.set("X-RateLimit-Remaining", Long.toString(tightest.remaining()));
        headers.set("X-RateLimit-Reset", Long.toString(ceiling(tightest.reset())));
    }

    private static StringBuilder separate(StringBuilder list) {
        return list.isEmpty() ? list : list.append(", ");
    }

    private static String policy(Allowance allowance) {
        Limit limit = allowance.limit();
        return "\"" + limit.id() + "\";q=" + allowance.quota() + ";w="
                + limit.period().window().toSeconds();
    }

    private String state(Allowance allowance) {
        long wait = Duration.between(clock.instant(), allowance.reset())
                .plusNanos(999_999_999)
                .toSeconds();
        return "\"" + allowance.limit().id() + "\";r=" + allowance.remaining() + ";t=" + Math.max(0, wait);
    }

    private static long ceiling(Instant time) {
        return time.plusNanos(999_999_999).getEpochSecond();
    }
}

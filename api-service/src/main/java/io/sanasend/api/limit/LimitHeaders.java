package io.sanasend.api.limit;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
        Map<Limit, Allowance> noted = new EnumMap<>(Limit.class);
        noted.putAll(noted(request));
        allowances.forEach(allowance -> noted.put(allowance.limit(), allowance));
        request.put(NOTED, noted);
        if (!noted.isEmpty() && !request.response().headWritten()) {
            write(request.response().headers(), noted.values());
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
        Allowance tightest = allowances.stream()
                .min(Comparator.comparingLong(Allowance::remaining))
                .orElseThrow();
        headers.set(
                "RateLimit-Policy",
                allowances.stream().map(LimitHeaders::policy).collect(Collectors.joining(", ")));
        headers.set("RateLimit", allowances.stream().map(this::state).collect(Collectors.joining(", ")));
        headers.set("X-RateLimit-Limit", Long.toString(tightest.quota()));
        headers.set("X-RateLimit-Remaining", Long.toString(tightest.remaining()));
        headers.set("X-RateLimit-Reset", Long.toString(ceiling(tightest.reset())));
    }

    private static String policy(Allowance allowance) {
        Limit limit = allowance.limit();
        return "\"%s\";q=%d;w=%d"
                .formatted(
                        limit.id(), allowance.quota(), limit.period().window().toSeconds());
    }

    private String state(Allowance allowance) {
        long wait = Duration.between(clock.instant(), allowance.reset())
                .plusNanos(999_999_999)
                .toSeconds();
        return "\"%s\";r=%d;t=%d".formatted(allowance.limit().id(), allowance.remaining(), Math.max(0, wait));
    }

    private static long ceiling(Instant time) {
        return time.plusNanos(999_999_999).getEpochSecond();
    }
}

package io.sanasend.api.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * Gives each request an id before anything else sees it: in the header {@code X-Request-Id} of the answer, in every
 * problem document and in every log line. A caller's own id is kept if it is harmless.
 */
@ApplicationScoped
class RequestIds {

    static final String HEADER = "X-Request-Id";
    private static final String KEY = "requestId";
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    /** Before everything else Quarkus runs. */
    private static final int FIRST = 1_000;

    private final RandomGenerator random;

    RequestIds(RandomGenerator random) {
        this.random = random;
    }

    void register(@Observes Filters filters) {
        filters.register(this::assign, FIRST);
    }

    /** The id of the request, also for those that never reached a filter. */
    static String of(RoutingContext request) {
        String id = request.get(KEY);
        return id == null ? "none" : id;
    }

    private void assign(RoutingContext request) {
        String given = request.request().getHeader(HEADER);
        String id = given != null && HARMLESS.matcher(given).matches()
                ? given
                : new UUID(random.nextLong(), random.nextLong()).toString();
        request.put(KEY, id);
        request.response().putHeader(HEADER, id);
        MDC.put(KEY, id);
        request.next();
    }
}

package io.sanasend.api.browser;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;

/**
 * Lets pages of the configured origins call the API from a browser. Credentials of the browser itself, such as cookies,
 * are never asked for: callers send theirs in a header. Everybody else is answered as if there were no origin, and the
 * browser keeps the answer from the page.
 */
@ApplicationScoped
class Cors {

    /** Once the request has its id, before anything can refuse, so that a page can read a refusal as well. */
    private static final int EARLY = 999;

    private static final String REQUEST_HEADERS =
            "Authorization, Content-Type, Idempotency-Key, Prefer, X-Api-Key, X-Request-Id";
    private static final String ANSWER_HEADERS =
            "Content-Disposition, Idempotency-Replayed, RateLimit, RateLimit-Policy,"
                    + " Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id";

    private final Set<String> origins;

    Cors(BrowserConfig config) {
        this.origins = Set.copyOf(config.corsOrigins().orElse(List.of()));
    }

    void register(@Observes Filters filters) {
        if (!origins.isEmpty()) {
            filters.register(this::admit, EARLY);
        }
    }

    private void admit(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response().putHeader("Vary", "Origin");
        String origin = request.getHeader("Origin");
        if (origin == null || !origins.contains(origin)) {
            context.next();
            return;
        }
        response.putHeader("Access-Control-Allow-Origin", origin);
        boolean preflight =
                request.method() == HttpMethod.OPTIONS && request.getHeader("Access-Control-Request-Method") != null;
        if (preflight) {
            response.putHeader("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
                    .putHeader("Access-Control-Allow-Headers", REQUEST_HEADERS)
                    .putHeader("Access-Control-Max-Age", "600")
                    .setStatusCode(204)
                    .end();
            return;
        }
        response.putHeader("Access-Control-Expose-Headers", ANSWER_HEADERS);
        context.next();
    }
}

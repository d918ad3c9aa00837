package io.sanasend.api.apilog;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.sanasend.api.apikey.ApiKeyToken;
import io.sanasend.api.problem.Problem;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.ClientAddress;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Notes each request below {@code /api/} when it is answered. Runs on event loops: nothing here blocks. */
@ApplicationScoped
class RequestLogging {

    /** Before everything else, so that no refusal is missed. */
    private static final int FIRST = 1_001;

    private static final String PATHS = "/api/";
    private static final String UNKNOWN = "unknown";
    /** Nobody took the answer; there is no standard status for that, and proxies log this one. */
    private static final int CALLER_LEFT = 499;

    private final ApiLog log;
    private final ClientAddress clientAddress;
    private final Clock clock;

    RequestLogging(ApiLog log, ClientAddress clientAddress, Clock clock) {
        this.log = log;
        this.clientAddress = clientAddress;
        this.clock = clock;
    }

    void register(@Observes Filters filters) {
        filters.register(this::follow, FIRST);
    }

    private void follow(RoutingContext request) {
        if (request.request().path().startsWith(PATHS)) {
            long begin = System.nanoTime();
            request.addEndHandler(end -> note(request, begin, end.succeeded()));
        }
        request.next();
    }

    private void note(RoutingContext request, long begin, boolean taken) {
        Caller caller = callerOf(request);
        ProblemType error = request.get(Problem.KEY);
        log.note(new ApiRequest(
                clock.instant(),
                endpointOf(request),
                request.request().method().name(),
                taken ? request.response().getStatusCode() : CALLER_LEFT,
                Duration.ofNanos(System.nanoTime() - begin),
                caller == null ? null : caller.userId(),
                caller == null ? null : keyPrefixOf(caller),
                addressOf(request.request()),
                Objects.requireNonNullElse(request.response().headers().get("X-Request-Id"), "none"),
                error == null ? null : error.name()));
    }

    private static @Nullable Caller callerOf(RoutingContext request) {
        return request.user() instanceof QuarkusHttpUser user
                        && user.getSecurityIdentity().getPrincipal() instanceof Caller caller
                ? caller
                : null;
    }

    private static @Nullable String keyPrefixOf(Caller caller) {
        return switch (caller.origin()) {
            case Caller.Origin.ApiKey(long _, String keyId) -> ApiKeyToken.prefix(keyId);
            case Caller.Origin.Login _ -> null;
        };
    }

    private @Nullable InetAddress addressOf(HttpServerRequest request) {
        return request.remoteAddress() == null ? null : clientAddress.of(request);
    }

    /** A resource's template; for the pages of the documentation, the route that serves them. */
    private static String endpointOf(RoutingContext request) {
        String template = request.get(Answered.ENDPOINT);
        if (template != null) {
            return template;
        }
        Route route = request.currentRoute();
        String path = route == null ? null : route.getPath();
        return path == null || !path.startsWith(PATHS) ? UNKNOWN : path;
    }
}

package io.sanasend.api.authentication;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.sanasend.api.limit.Limit;
import io.sanasend.api.limit.LimitExceeded;
import io.sanasend.api.limit.LimitHeaders;
import io.sanasend.api.limit.RequestLimits;
import io.sanasend.api.limit.Requester;
import io.sanasend.api.limit.Verdict;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.ClientAddress;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts each request below {@code /api/} before anything of it is read or done: against its API key, its user if it comes
 * with a login, and its address if it has no credential or none that is good. So whoever tries credentials is slowed down.
 * Not counted are the pages of the documentation, and what browsers ask before a page may call. Runs on event loops:
 * nothing here blocks.
 */
@ApplicationScoped
class RequestCounting {

    /** Once a page may read the answer, before anything can be refused: refusals count. */
    private static final int EARLY = 998;

    private static final String PATHS = "/api/";
    private static final List<String> DOCUMENTATION = List.of("/api/docs", "/api/redoc", "/api/schema");

    private final RequestCallers callers;
    private final IdentityProviderManager identities;
    private final RequestLimits limits;
    private final LimitHeaders headers;
    private final ClientAddress clientAddress;

    RequestCounting(
            RequestCallers callers,
            IdentityProviderManager identities,
            RequestLimits limits,
            LimitHeaders headers,
            ClientAddress clientAddress) {
        this.callers = callers;
        this.identities = identities;
        this.limits = limits;
        this.headers = headers;
        this.clientAddress = clientAddress;
    }

    void register(@Observes Filters filters) {
        filters.register(this::count, EARLY);
    }

    private void count(RoutingContext request) {
        if (!isCounted(request)) {
            request.next();
            return;
        }
        Context here = request.vertx().getOrCreateContext();
        callers.of(request, identities)
                .subscribe()
                .with(
                        caller -> on(here, () -> count(here, request, caller)),
                        _ -> on(here, () -> count(here, request, null)));
    }

    /**
     * Who has to be looked up is found on a virtual thread, which carries the request's context, and who is counted with others on
     * the event loop of another request.
     */
    private static void on(Context eventLoop, Runnable step) {
        if (Context.isOnEventLoopThread() && Vertx.currentContext() == eventLoop) {
            step.run();
        } else {
            eventLoop.runOnContext(_ -> step.run());
        }
    }

    private static boolean isCounted(RoutingContext request) {
        // As the resources are found, so that no other way to write a path leads past this.
        String path = request.normalizedPath();
        return path.startsWith(PATHS)
                && (!(isPreflight(request.request()) || isDocumentation(path))
                        || !(Credential.of(request.request()) instanceof Credential.None));
    }

    private static boolean isPreflight(HttpServerRequest request) {
        return request.method() == HttpMethod.OPTIONS && request.getHeader("Access-Control-Request-Method") != null;
    }

    private static boolean isDocumentation(String path) {
        return DOCUMENTATION.stream().anyMatch(page -> path.equals(page) || path.startsWith(page + "/"));
    }

    private void count(Context here, RoutingContext request, @Nullable SecurityIdentity identity) {
        limits.count(requesterOf(request, identity))
                .onSuccess(verdict -> on(here, () -> goOn(request, identity, verdict)));
    }

    private void goOn(RoutingContext request, @Nullable SecurityIdentity identity, Verdict verdict) {
        switch (verdict) {
            case Verdict.Admitted(var allowance) -> {
                headers.note(request, List.of(allowance));
                request.next();
            }
            case Verdict.Refused refused -> {
                LimitExceeded refusal = refused.toException();
                headers.note(request, refusal);
                if (identity != null) {
                    // For the log of requests.
                    QuarkusHttpUser.setIdentity(identity, request);
                }
                request.fail(refusal);
            }
            case Verdict.Uncounted() -> request.next();
        }
    }

    private Requester requesterOf(RoutingContext request, @Nullable SecurityIdentity identity) {
        if (identity != null && identity.getPrincipal() instanceof Caller caller) {
            return switch (caller.origin()) {
                case Caller.Origin.ApiKey(long id, String _) ->
                    new Requester(Limit.REQUESTS_PER_KEY, Long.toString(id));
                case Caller.Origin.Login _ -> new Requester(Limit.REQUESTS_PER_USER, Long.toString(caller.userId()));
            };
        }
        return new Requester(Limit.REQUESTS_PER_ADDRESS, ClientAddress.sourceOf(clientAddress.of(request.request())));
    }
}

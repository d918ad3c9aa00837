package io.sanasend.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Answers what never reaches a resource: requests that announce themselves as too large, paths nobody serves, and what
 * fails before or beside the resources. Without it they would get the web server's own empty answers.
 */
@ApplicationScoped
class EarlyProblems {

    static final String CHALLENGE = "Bearer realm=\"sanasend\", ApiKey realm=\"sanasend\"";

    private static final Logger LOG = Logger.getLogger(EarlyProblems.class);
    /** Once the request has its id, its page may read the answer, and it is counted. */
    private static final int EARLY = 997;
    /** After all that serves, before the web server's own answer. */
    private static final int AFTER_ALL = 1_000_000;

    /** So much of a body that nobody wants is read all the same, to keep the connection. */
    private static final int MAX_UNREAD = 1 << 16;

    private static final int MAX_URI = 8_000;
    private static final int MAX_HEADERS = 16_000;

    private final ObjectMapper json;
    private final BodyLimit bodyLimit;

    EarlyProblems(ObjectMapper json, BodyLimit bodyLimit) {
        this.json = json;
        this.bodyLimit = bodyLimit;
    }

    void registerFilter(@Observes Filters filters) {
        filters.register(this::refuseOversized, EARLY);
    }

    void registerFallback(@Observes Router router) {
        router.route().order(AFTER_ALL).failureHandler(this::answerFailure);
        router.route().last().handler(request -> answer(request, Refusals.ofStatus(404)));
    }

    private void refuseOversized(RoutingContext request) {
        ApiException refusal = refusalOf(request.request());
        if (refusal == null) {
            request.next();
            return;
        }
        answerAndClose(request, refusal);
    }

    /** The rest of the request is of no use, so nothing else can follow on this connection. */
    private void answerAndClose(RoutingContext request, ApiException refusal) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        answer(request, refusal).onComplete(_ -> LingeringClose.of(request));
    }

    private @Nullable ApiException refusalOf(HttpServerRequest request) {
        if (request.uri().length() > MAX_URI) {
            return Refusals.ofStatus(414);
        }
        int headers = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            headers += header.getKey().length() + header.getValue().length();
        }
        return headers > MAX_HEADERS ? Refusals.ofStatus(431) : bodyLimit.refusalOf(request);
    }

    private void answerFailure(RoutingContext request) {
        if (request.response().ended() || request.response().headWritten()) {
            request.next();
            return;
        }
        Throwable failure = request.failure();
        ApiException refusal = failure == null
                ? Refusals.ofStatus(request.statusCode())
                : Refusals.of(failure).orElseGet(() -> Refusals.ofStatus(request.statusCode()));
        if (refusal.type() == ProblemType.INTERNAL_ERROR) {
            LOG.error("A request failed for a reason that is not the caller's; it is answered 500", failure);
        }
        if (bodyLimit.mayExceed(request.request(), MAX_UNREAD)) {
            answerAndClose(request, refusal);
        } else {
            request.request().resume();
            answer(request, refusal);
        }
    }

    private Future<Void> answer(RoutingContext request, ApiException refusal) {
        Problem problem = Problem.of(refusal, pathOf(request), RequestIds.of(request));
        request.put(Problem.KEY, problem.errorCode());
        HttpServerResponse response = request.response().setStatusCode(problem.status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, Problem.CONTENT_TYPE);
        if (problem.status() == 401) {
            response.putHeader("WWW-Authenticate", CHALLENGE);
        }
        if (problem.retryAfterSeconds() > 0) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(problem.retryAfterSeconds()));
        }
        try {
            return response.end(json.writeValueAsString(problem));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A path that cannot be decoded is repeated as it came, and a very long one not to its end. */
    private static String pathOf(RoutingContext request) {
        String path = String.valueOf(request.request().path());
        return path.length() > 1_000 ? path.substring(0, 1_000) : path;
    }
}

package io.sanasend.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.UncheckedIOException;

/**
 * Answers what never reaches a resource: bodies that announce themselves as too large, and paths nobody serves. Without
 * it they would get the web server's own empty answers.
 */
@ApplicationScoped
class EarlyProblems {

    static final String CHALLENGE = "Bearer realm=\"sanasend\", ApiKey realm=\"sanasend\"";
    /** Right after the request has its id. */
    private static final int SECOND = 999;

    private final ObjectMapper json;
    private final BodyLimit bodyLimit;

    EarlyProblems(ObjectMapper json, BodyLimit bodyLimit) {
        this.json = json;
        this.bodyLimit = bodyLimit;
    }

    void registerFilter(@Observes Filters filters) {
        filters.register(this::refuseOversized, SECOND);
    }

    void registerFallback(@Observes Router router) {
        router.route()
                .last()
                .handler(request ->
                        answer(request, new ApiException(ProblemType.NOT_FOUND, "There is nothing at this path.")));
    }

    private void refuseOversized(RoutingContext request) {
        ApiException refusal = bodyLimit.refusalOf(request.request());
        if (refusal == null) {
            request.next();
            return;
        }
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        // The rest of the body is not read, so nothing else can follow on this connection.
        answer(request, refusal)
                .onComplete(sent -> request.request().connection().close());
    }

    private Future<Void> answer(RoutingContext request, ApiException refusal) {
        Problem problem = Problem.of(refusal, request.normalizedPath(), RequestIds.of(request));
        HttpServerResponse response = request.response().setStatusCode(problem.status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, Problem.CONTENT_TYPE);
        try {
            return response.end(json.writeValueAsString(problem));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.sanasend.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.UncheckedIOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Answers what never reaches a resource: bodies that announce themselves as too large, and paths nobody serves. Without
 * it they would get the web server's own empty answers.
 */
@ApplicationScoped
class EarlyProblems {

    static final String CHALLENGE = "Bearer realm=\"sanasend\", ApiKey realm=\"sanasend\"";
    /** A JSON body of this API has at most one text of 5,000 code points. */
    private static final long MAX_JSON = 1 << 20;
    /** Right after the request has its id. */
    private static final int SECOND = 999;

    private final ObjectMapper json;
    private final long maxBody;

    EarlyProblems(ObjectMapper json, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBody) {
        this.json = json;
        this.maxBody = maxBody.asLongValue();
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
        String contentType = request.request().getHeader(HttpHeaders.CONTENT_TYPE);
        boolean multipart = contentType != null && contentType.startsWith("multipart/");
        long limit = multipart ? maxBody : MAX_JSON;
        if (announcedLength(request) > limit) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            answer(
                            request,
                            new ApiException(
                                    ProblemType.REQUEST_TOO_LARGE, "A request here has at most " + limit + " bytes."))
                    // The rest of the body is not read, so nothing else can follow on this connection.
                    .onComplete(sent -> request.request().connection().close());
        } else {
            request.next();
        }
    }

    private static long announcedLength(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : -1;
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

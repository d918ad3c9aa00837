package io.sanasend.api.problem;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * The one place that turns what a resource throws into an answer. The named classes are those for which the framework
 * brings mappers of its own, which would win over a mapper of {@code Throwable}.
 */
@ApplicationScoped
class ProblemMapper {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    private final AllowedMethods allowedMethods;

    ProblemMapper(AllowedMethods allowedMethods) {
        this.allowedMethods = allowedMethods;
    }

    @ServerExceptionMapper({
        Throwable.class,
        ApiException.class,
        WebApplicationException.class,
        ValidationException.class,
        MismatchedInputException.class,
        AuthenticationFailedException.class,
        UnauthorizedException.class,
        ForbiddenException.class
    })
    Response answer(Throwable failure, RoutingContext request) {
        Problem problem = problemOf(failure, request);
        Response.ResponseBuilder answer =
                Response.status(problem.status()).type(Problem.CONTENT_TYPE).entity(problem);
        if (problem.status() == 401) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, EarlyProblems.CHALLENGE);
        }
        if (problem.status() == 405) {
            answer.header(HttpHeaders.ALLOW, String.join(", ", allowedMethods.of(request.normalizedPath())));
        }
        if (problem.retryAfterSeconds() > 0) {
            answer.header(HttpHeaders.RETRY_AFTER, problem.retryAfterSeconds());
        }
        return answer.build();
    }

    private Problem problemOf(Throwable failure, RoutingContext request) {
        ApiException refusal = Refusals.of(failure).orElseGet(() -> {
            LOG.error("A request failed for a reason that is not the caller's; it is answered 500", failure);
            return new ApiException(ProblemType.INTERNAL_ERROR, "The service failed; try again later.");
        });
        return Problem.of(
                isWrongMethod(refusal, request) ? Refusals.ofStatus(405) : refusal,
                request.normalizedPath(),
                RequestIds.of(request));
    }

    /** Below a path with a parameter the framework takes a wrong method for a wrong path. */
    private boolean isWrongMethod(ApiException refusal, RoutingContext request) {
        Set<String> methods =
                refusal.type() == ProblemType.NOT_FOUND ? allowedMethods.of(request.normalizedPath()) : Set.of();
        return !methods.isEmpty()
                && !methods.contains(request.request().method().name());
    }
}

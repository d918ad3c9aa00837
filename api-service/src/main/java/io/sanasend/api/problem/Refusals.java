package io.sanasend.api.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Says which refusal an exception of the frameworks stands for. What is not named here is a bug and is answered 500. */
final class Refusals {

    private Refusals() {}

    /** The refusal, or empty for a bug. */
    static Optional<ApiException> of(Throwable failure) {
        return Optional.ofNullable(
                switch (failure) {
                    case ApiException refusal -> refusal;
                    case AuthenticationFailedException failed
                    when failed.getCause() instanceof ApiException refusal -> refusal;
                    case AuthenticationFailedException _ ->
                        new ApiException(ProblemType.INVALID_CREDENTIALS, "The credentials are not valid.");
                    case UnauthorizedException _ ->
                        new ApiException(
                                ProblemType.AUTHENTICATION_REQUIRED,
                                "Log in and send 'Authorization: Bearer <token>', or send an API key in 'X-Api-Key'.");
                    case ForbiddenException _ ->
                        new ApiException(
                                ProblemType.PERMISSION_DENIED,
                                "This needs a permission that the caller does not have.");
                    case ConstraintViolationException violations -> violated(violations);
                    case MismatchedInputException mismatch -> mismatched(mismatch);
                    case ValueInstantiationException unknown -> unknown(unknown);
                    case JacksonException _ -> unreadable();
                    case WebApplicationException answer -> answered(answer);
                    case IOException _ ->
                        new ApiException(ProblemType.MALFORMED_REQUEST, "The body could not be read to its end.");
                    case Throwable outage
                    when DatabaseOutage.isBehind(outage) ->
                        new ApiException(ProblemType.SERVICE_UNAVAILABLE, "The database cannot be reached.");
                    default -> null;
                });
    }

    private static ApiException answered(WebApplicationException answer) {
        for (Throwable cause = answer.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ApiException refusal) {
                return refusal;
            }
            if (cause instanceof MismatchedInputException mismatch) {
                return mismatched(mismatch);
            }
            if (cause instanceof ValueInstantiationException unknown) {
                return unknown(unknown);
            }
        }
        return ofStatus(answer.getResponse().getStatus());
    }

    /** What a bare status of the web server or the framework stands for. */
    static ApiException ofStatus(int status) {
        return switch (status) {
            case 401 -> new ApiException(ProblemType.AUTHENTICATION_REQUIRED, "Authentication is required.");
            case 403 -> new ApiException(ProblemType.PERMISSION_DENIED, "The caller may not do this.");
            case 404 -> new ApiException(ProblemType.NOT_FOUND, "There is nothing at this path.");
            case 405 -> new ApiException(ProblemType.METHOD_NOT_ALLOWED, "The path does not answer this method.");
            case 406 ->
                new ApiException(ProblemType.NOT_ACCEPTABLE, "Nothing the 'Accept' header names is offered here.");
            case 413 -> new ApiException(ProblemType.REQUEST_TOO_LARGE, "The request is larger than allowed.");
            case 414 -> new ApiException(ProblemType.URI_TOO_LONG, "The address of the request is too long.");
            case 431 -> new ApiException(ProblemType.HEADERS_TOO_LARGE, "The headers of the request are too large.");
            case 415 ->
                new ApiException(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send the content type that the API documents here.");
            default ->
                status >= 400 && status < 500
                        ? unreadable()
                        : new ApiException(ProblemType.INTERNAL_ERROR, "The service failed; try again later.");
        };
    }

    private static ApiException unreadable() {
        return new ApiException(
                ProblemType.MALFORMED_REQUEST, "The body is not what this path reads; see the API docs.");
    }

    private static ApiException mismatched(MismatchedInputException mismatch) {
        String field = fieldOf(mismatch);
        return field.isEmpty() ? unreadable() : FieldErrors.invalid(field, JsonTypes.ruleOf(mismatch.getTargetType()));
    }

    /** A value that its type refused; a type says by {@link IllegalArgumentException} what it takes. */
    private static ApiException unknown(ValueInstantiationException failure) {
        String field = fieldOf(failure);
        return field.isEmpty() || !(failure.getCause() instanceof IllegalArgumentException refusal)
                ? unreadable()
                : FieldErrors.invalid(field, String.valueOf(refusal.getMessage()));
    }

    private static String fieldOf(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(name -> name != null)
                .collect(Collectors.joining("."));
    }

    private static ApiException violated(ConstraintViolationException violations) {
        FieldErrors errors = new FieldErrors();
        for (ConstraintViolation<?> violation : violations.getConstraintViolations()) {
            String field = fieldName(violation.getPropertyPath());
            if (field.isEmpty()) {
                return new ApiException(ProblemType.MALFORMED_REQUEST, "A body is required.");
            }
            errors.add(field, violation.getMessage());
        }
        return new InvalidRequest(errors.asMap());
    }

    /** The path below the body, in the snake case of the JSON; empty if the body itself is at fault. */
    private static String fieldName(Path path) {
        return StreamSupport.stream(path.spliterator(), false)
                .filter(node -> node.getKind() == ElementKind.PROPERTY)
                .map(node ->
                        node.getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("."));
    }
}

package io.sanasend.api.problem;

import java.util.Locale;

/**
 * Every error the API answers, with its HTTP status. The constant's name is the {@code error_code} of the answer;
 * {@code docs/errors.md} lists them for callers.
 */
public enum ProblemType {
    MALFORMED_REQUEST(400, "The request could not be read"),
    AUTHENTICATION_REQUIRED(401, "Authentication is required"),
    INVALID_CREDENTIALS(401, "The credentials are not valid"),
    TOKEN_EXPIRED(401, "The access token has expired"),
    PERMISSION_DENIED(403, "The caller may not do this"),
    ADDRESS_NOT_ALLOWED(403, "The API key may not be used from this address"),
    NOT_FOUND(404, "There is no such resource"),
    USER_NOT_FOUND(404, "There is no such user"),
    API_KEY_NOT_FOUND(404, "There is no such API key"),
    SESSION_NOT_FOUND(404, "There is no such session"),
    QR_CODE_NOT_FOUND(404, "The session has no QR code now"),
    MESSAGE_NOT_FOUND(404, "There is no such message"),
    MEDIA_NOT_FOUND(404, "The message has no file, or it is not kept any more"),
    METHOD_NOT_ALLOWED(405, "The path does not answer this method"),
    NOT_ACCEPTABLE(406, "The answer has no form that the caller accepts"),
    CONFLICT(409, "The request does not fit the present state"),
    OWN_ACCOUNT(409, "Nobody shuts themselves out"),
    LAST_STAFF_USER(409, "The last active staff user stays"),
    SESSION_NOT_CONNECTED(409, "The number cannot send now"),
    SESSION_LIMIT_REACHED(409, "The user has as many sessions as allowed"),
    MESSAGE_NOT_CANCELLABLE(409, "The message cannot be cancelled any more"),
    MESSAGE_NOT_RETRYABLE(409, "The message cannot be tried anew"),
    IDEMPOTENCY_KEY_IN_USE(409, "A request with this idempotency key is being accepted"),
    REQUEST_TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The request's content type is not supported"),
    VALIDATION_FAILED(422, "The request is not valid"),
    RECIPIENT_NOT_ON_WHATSAPP(422, "The recipient is not on WhatsApp"),
    MESSAGE_REFUSED(422, "WhatsApp refused the message"),
    DELIVERY_UNKNOWN(422, "Whether the message went out can no longer be found out"),
    MEDIA_MISSING(422, "The file of the message is not there any more"),
    SESSION_DELETED(422, "The session of the message was deleted before it was sent"),
    MESSAGE_CANCELLED(422, "The message was cancelled before it was sent"),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key belongs to another request"),
    RATE_LIMIT_EXCEEDED(429, "Too many requests"),
    INTERNAL_ERROR(500, "The service failed"),
    WORKER_UNAVAILABLE(503, "The WhatsApp worker cannot be reached"),
    CAPACITY_EXHAUSTED(503, "No more sessions can run now"),
    UPLOADS_EXHAUSTED(503, "No more uploads can be taken now"),
    SERVICE_UNAVAILABLE(503, "A part of the service is down");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status it is answered with. */
    public int status() {
        return status;
    }

    /** One line that is the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The URI that names it in a problem document. */
    public String uri() {
        return "urn:sanasend:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

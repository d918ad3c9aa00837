package io.sanasend.api.problem;

import java.util.Locale;

/**
 * Every error the API answers, with its HTTP status. The constant's name is the {@code error_code} of the answer;
 * {@code docs/errors.md} is made of them.
 */
public enum ProblemType {
    MALFORMED_REQUEST(
            400,
            "The request could not be read",
            "The body is missing, is not JSON, or is not the JSON this path reads."),
    AUTHENTICATION_REQUIRED(
            401, "Authentication is required", "Send `Authorization: Bearer <token>`, or an API key in `X-Api-Key`."),
    INVALID_CREDENTIALS(
            401,
            "The credentials are not valid",
            "Wrong username or password; a token or key that is unknown, revoked or expired; a login that has ended; a deactivated user."),
    TOKEN_EXPIRED(401, "The access token has expired", "The access token was good once. Log in again or refresh it."),
    PERMISSION_DENIED(403, "The caller may not do this", "The endpoint is for staff, or the key lacks the scope."),
    ADDRESS_NOT_ALLOWED(
            403,
            "The API key may not be used from this address",
            "The address of the request is not in the `ip_whitelist` of the key."),
    NOT_FOUND(
            404,
            "There is no such resource",
            "Nothing is served at this path, or the resource has no such part now (a file)."),
    USER_NOT_FOUND(404, "There is no such user", "It does not exist, or is being deleted."),
    API_KEY_NOT_FOUND(404, "There is no such API key", "It does not exist, or is another user's."),
    SESSION_NOT_FOUND(404, "There is no such session", "It does not exist, was deleted, or is another user's."),
    QR_CODE_NOT_FOUND(
            404,
            "The session has no QR code now",
            "It is linked, still starting, or at an end; its status says which."),
    MESSAGE_NOT_FOUND(404, "There is no such message", "It does not exist, or is another user's."),
    MEDIA_NOT_FOUND(
            404,
            "The message has no file, or it is not kept any more",
            "Files are kept as long as `SANASEND_MEDIA_RETENTION` says after their message became final."),
    METHOD_NOT_ALLOWED(405, "The path does not answer this method", "See the API docs for the methods of the path."),
    NOT_ACCEPTABLE(
            406,
            "The answer has no form that the caller accepts",
            "The `Accept` header names nothing that is offered."),
    CONFLICT(
            409,
            "The request does not fit the present state",
            "For example a QR code asked for while the number is linked. `detail` says what is in the way."),
    OWN_ACCOUNT(
            409,
            "Nobody shuts themselves out",
            "Staff cannot delete or deactivate their own account, or give up its staff flag; another staff user can."),
    LAST_STAFF_USER(409, "The last active staff user stays", "Make another staff user first."),
    SESSION_NOT_CONNECTED(
            409,
            "The number cannot send now",
            "The number was never linked, was stopped by its owner, or was unlinked. Nothing was stored."),
    SESSION_LIMIT_REACHED(409, "The user has as many sessions as allowed", "Delete a session first."),
    MESSAGE_NOT_CANCELLABLE(
            409,
            "The message cannot be cancelled any more",
            "It was attempted, or is final. `detail` names its status."),
    MESSAGE_NOT_RETRYABLE(
            409,
            "The message cannot be tried anew",
            "It did not fail or expire, its session was deleted, or its file is not kept any more. `detail` says which."),
    IDEMPOTENCY_KEY_IN_USE(
            409,
            "A request with this idempotency key is being accepted",
            "The same request came twice at once. Repeat it in a moment: it is answered with the state of the first."),
    REQUEST_TOO_LARGE(
            413,
            "The request is too large",
            "The body, or the file for its kind of message. `errors.file` names the limit."),
    URI_TOO_LONG(
            414,
            "The address of the request is too long",
            "It has at most 8,000 characters. Leave out filters, or send text in a body."),
    UNSUPPORTED_MEDIA_TYPE(415, "The request's content type is not supported", "JSON everywhere, multipart for files."),
    VALIDATION_FAILED(
            422, "The request is not valid", "`errors` names each field and the rule it breaks. Nothing was changed."),
    RECIPIENT_NOT_ON_WHATSAPP(
            422, "The recipient is not on WhatsApp", "The message is stored as failed; `dbId` says under which id."),
    MESSAGE_REFUSED(
            422, "WhatsApp refused the message", "The message is stored as failed; `dbId` says under which id."),
    DELIVERY_UNKNOWN(
            422,
            "Whether the message went out can no longer be found out",
            "It was attempted, and then its number was unlinked. It is not sent again: it may have gone out."),
    MEDIA_MISSING(
            422,
            "The file of the message is not there any more",
            "Somebody removed it from the media directory before it was sent."),
    SESSION_DELETED(
            422,
            "The session of the message was deleted before it was sent",
            "It was accepted, but nothing of it went out."),
    MESSAGE_CANCELLED(
            422,
            "The message was cancelled before it was sent",
            "Its owner withdrew it. It is kept as cancelled, under the `dbId` of the answer."),
    MESSAGE_EXPIRED(
            422,
            "The message was not sent in time",
            "Its number could not send for as long as `validity` says. It is kept as expired; `retry` begins its validity anew."),
    IDEMPOTENCY_KEY_REUSED(
            422,
            "The idempotency key belongs to another request",
            "Each message needs a key of its own; repeat a request with its key unchanged. Nothing was stored."),
    RATE_LIMIT_EXCEEDED(
            429,
            "Too many requests",
            "Wait as long as `Retry-After` says; `rate_limit` has the limit. What was refused changed nothing and counts against no limit."),
    HEADERS_TOO_LARGE(
            431,
            "The headers of the request are too large",
            "They have at most 16,000 characters together. Look for one that grows, such as a cookie."),
    INTERNAL_ERROR(500, "The service failed", "A bug. Tell the operator the `request_id`; the log has the rest."),
    WORKER_UNAVAILABLE(
            503,
            "The WhatsApp worker cannot be reached",
            "Nothing was changed. Try again; accepted messages wait by themselves."),
    CAPACITY_EXHAUSTED(503, "No more sessions can run now", "The worker runs as many browsers as it may."),
    UPLOADS_EXHAUSTED(
            503,
            "No more uploads can be taken now",
            "Too many files are on their way in at once, or the disk is almost full. Nothing was read; try again as `Retry-After` says."),
    SERVICE_UNAVAILABLE(
            503,
            "A part of the service is down",
            "The database does not answer, or too many logins, or messages of one user, came at once.");

    private final int status;
    private final String title;
    private final String advice;

    ProblemType(int status, String title, String advice) {
        this.status = status;
        this.title = title;
        this.advice = advice;
    }

    /** The HTTP status it is answered with. */
    public int status() {
        return status;
    }

    /** One line that is the same for every occurrence. */
    public String title() {
        return title;
    }

    /** When it occurs and what the caller can do, in Markdown. */
    public String advice() {
        return advice;
    }

    /** The URI that names it in a problem document. */
    public String uri() {
        return "urn:sanasend:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

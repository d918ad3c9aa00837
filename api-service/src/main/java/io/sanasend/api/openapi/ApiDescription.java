package io.sanasend.api.openapi;

import io.sanasend.api.problem.Problem;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.servers.Server;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the whole API has in common, in words. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "SanaSend API",
                        version = "1",
                        description = ApiDescription.OVERVIEW,
                        license = @License(name = "Apache-2.0", identifier = "Apache-2.0")),
        servers = @Server(url = "/", description = "The host this document is read from"),
        tags = {
            @Tag(name = "Authentication", description = "Log in, and find out who is logged in."),
            @Tag(name = "Users", description = "The tenants of this installation. For staff."),
            @Tag(name = "API keys", description = "Credentials for programs: limited by scope, address and time."),
            @Tag(name = "Sessions", description = "The WhatsApp numbers a user has linked, and how they are linked."),
            @Tag(name = "Messages", description = "Send messages and follow what became of them."),
            @Tag(name = "Analytics", description = "What was sent and asked for, and how much of it is left."),
            @Tag(name = "Workers", description = "The processes that host the browsers. For staff."),
            @Tag(name = "Queues", description = "What waits to be sent, and what can be done about it. For staff."),
            @Tag(name = "Audit log", description = "Who changed what. For staff."),
            @Tag(name = "Scheduled work", description = "What the service does by itself again and again. For staff."),
            @Tag(name = "Health", description = "Whether the service and its parts work.")
        },
        components = @Components(schemas = @Schema(name = "Problem", implementation = Problem.class)))
@SecurityScheme(
        securitySchemeName = ApiDescription.BEARER,
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        bearerFormat = "JWT",
        description = "The access token of a login: `POST /api/v1/auth/login/`.")
@SecurityScheme(
        securitySchemeName = ApiDescription.API_KEY,
        type = SecuritySchemeType.APIKEY,
        in = SecuritySchemeIn.HEADER,
        apiKeyName = "X-Api-Key",
        description = "A key of `POST /api/v1/api-keys/`. `Authorization: ApiKey wsk_…` is read as well.")
public class ApiDescription extends Application {

    static final String BEARER = "bearer";
    static final String API_KEY = "apiKey";

    static final String OVERVIEW = """
            Link WhatsApp numbers and send messages from them.

            **Paths** work with and without the trailing slash.

            **Authentication.** Send the access token of a login as `Authorization: Bearer …`, or an API key as \
            `X-Api-Key: wsk_…`. For a user's own resources both do the same; a key can do what its scopes allow, a login \
            what its user may.

            **Answers.** A success is `{"success": true, "message": "…", "data": {…}}`; `message` is for people. A list is \
            `{"success": true, "count": …, "next": …, "previous": …, "results": […]}`. Times are ISO 8601 in UTC. New \
            fields may appear in any answer; ignore those you do not know.

            **Errors** are problem documents (RFC 9457, `application/problem+json`). Programs branch on `error_code`; \
            `errors` names the fields at fault. A refused request changed nothing, unless its `error_code` says that a \
            message was stored. Beside what each operation documents, any request can be answered 404 for an unknown \
            path, 405, 414 or 431, in the same shape.

            **Limits.** Requests are counted per API key, per user for all logins together, and per address for what comes \
            without a valid credential. A whole quota may come at once, and comes back evenly over a minute. Each answer \
            tells what is left by `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers) and by \
            `X-RateLimit-…` of the tightest limit; while requests are not counted, because Redis is away, these headers \
            are missing. One request too many is answered 429, costs nothing, and is allowed after `Retry-After` seconds.

            **Request ids.** Every answer carries `X-Request-Id`; the log of the service names it too. Send your own in that \
            header (up to 64 letters, digits, dots, dashes and underscores) and it is kept.
            """;
}

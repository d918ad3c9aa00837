package io.sanasend.api;

import io.sanasend.api.problem.Problem;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** What the whole API has in common, for its OpenAPI document. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "SanaSend API",
                        version = "1",
                        description = "Link WhatsApp numbers and send messages from them. Every path works with and"
                                + " without the trailing slash. Every error is a problem document (RFC 9457) with an"
                                + " error_code.",
                        license = @License(name = "Apache-2.0", identifier = "Apache-2.0")),
        components = @Components(schemas = @Schema(name = "Problem", implementation = Problem.class)),
        security = {@SecurityRequirement(name = "bearer"), @SecurityRequirement(name = "apiKey")})
@SecurityScheme(
        securitySchemeName = "bearer",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        bearerFormat = "JWT",
        description = "The access token of POST /api/v1/auth/login/")
@SecurityScheme(
        securitySchemeName = "apiKey",
        type = SecuritySchemeType.APIKEY,
        in = SecuritySchemeIn.HEADER,
        apiKeyName = "X-Api-Key",
        description = "A key of POST /api/v1/api-keys/")
public class ApiDescription extends Application {}

package io.sanasend.api.login;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The tokens of a login. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "Tokens")
record TokensView(
        @Schema(description = "JWT for 'Authorization: Bearer …'")
        String access,

        @Schema(description = "Renews the login, once: the answer to that holds the next one")
        String refresh,

        @Schema(examples = "Bearer") String tokenType,

        @Schema(description = "Seconds until the access token expires", examples = "900")
        long expiresIn) {

    @Override
    public String toString() {
        return "TokensView[…]";
    }
}

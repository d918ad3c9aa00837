package io.sanasend.api.apikey;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A key as callers see it; never the key itself. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "ApiKey")
record ApiKeyView(
        long id,
        String username,
        String name,

        @Schema(description = "The readable start of the key")
        String prefix,

        @JsonProperty("is_active") boolean isActive,
        List<String> scopes,
        @Nullable Instant expiresAt,
        List<String> ipWhitelist,
        @Nullable Instant lastUsedAt,
        Instant createdAt) {

    static ApiKeyView of(ApiKey key) {
        return new ApiKeyView(
                key.id(),
                key.user().username(),
                key.name(),
                ApiKeyToken.prefix(key.keyId()),
                key.isActive(),
                key.scopes(),
                key.expiresAt(),
                key.ipWhitelist(),
                key.lastUsedAt(),
                key.createdAt());
    }
}

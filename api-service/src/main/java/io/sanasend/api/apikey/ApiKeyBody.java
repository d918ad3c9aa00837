package io.sanasend.api.apikey;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sanasend.api.problem.FieldErrors;
import io.sanasend.api.problem.Text;
import io.sanasend.api.security.Scope;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** All that can be decided about a key; what is absent becomes what it is for a new key. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "ApiKeyReplacement")
record ApiKeyBody(
        @NotBlank @Text(max = 100) @Schema(examples = "Billing system")
        String name,

        @Schema(description = "Absent or null: never", examples = "2030-01-31T00:00:00Z") @Nullable
        Instant expiresAt,

        @Schema(
                description = "Addresses and CIDR blocks the key may be used from. Absent or empty: all",
                examples = "[\"203.0.113.7\"]")
        @Size(max = 100)
        @Nullable
        List<String> ipWhitelist,

        @Schema(
                description = "Absent: all that the caller has, but admin",
                examples = "[\"messages:send\", \"messages:read\"]")
        @Size(min = 1, max = 10)
        @Nullable
        List<String> scopes,

        @JsonProperty("is_active") @Schema(description = "Absent: true") @Nullable
        Boolean isActive) {

    KeyDetails details(Set<Scope> ofCaller, FieldErrors errors) {
        return new KeyDetails(
                name,
                scopes == null ? NewApiKeyBody.ordinary(ofCaller) : KeyDetails.scopes(scopes, errors),
                ipWhitelist == null ? List.of() : KeyDetails.addresses(ipWhitelist, errors),
                expiresAt,
                isActive == null || isActive);
    }
}

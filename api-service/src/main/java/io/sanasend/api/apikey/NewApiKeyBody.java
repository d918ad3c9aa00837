package io.sanasend.api.apikey;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sanasend.api.problem.FieldErrors;
import io.sanasend.api.problem.Text;
import io.sanasend.api.security.Scope;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A key to be made. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "NewApiKey")
record NewApiKeyBody(
        @NotBlank @Text(max = 100) @Schema(examples = "Billing system")
        String name,

        @Schema(description = "Id of the user the key is for; staff only. Absent: the caller") @Nullable
        Long user,

        @Schema(description = "Absent: never", examples = "2030-01-31T00:00:00Z") @Nullable
        Instant expiresAt,

        @Schema(
                description =
                        "Addresses and CIDR blocks, IPv4 and IPv6, that the key may be used from. Absent or empty:"
                                + " all",
                examples = "[\"203.0.113.7\", \"2001:db8::/32\"]")
        @Size(max = 100)
        @Nullable
        List<String> ipWhitelist,

        @Schema(
                description =
                        "messages:send, messages:read, sessions:manage, analytics:read, keys:manage, admin. Absent:"
                                + " all that the caller has, but admin",
                examples = "[\"messages:send\"]")
        @Size(min = 1, max = 10)
        @Nullable
        List<String> scopes) {

    /** The key that is asked for. */
    KeyDetails details(Set<Scope> ofCaller, FieldErrors errors) {
        return new KeyDetails(
                name,
                scopes == null ? ordinary(ofCaller) : KeyDetails.scopes(scopes, errors),
                ipWhitelist == null ? List.of() : KeyDetails.addresses(ipWhitelist, errors),
                expiresAt,
                true);
    }

    /** What a key has when its scopes are not named. */
    static Set<Scope> ordinary(Set<Scope> ofCaller) {
        Set<Scope> scopes = EnumSet.copyOf(Scope.ordinary());
        scopes.retainAll(ofCaller);
        return scopes;
    }
}

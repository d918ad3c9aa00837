package io.sanasend.api.apikey;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import io.sanasend.api.problem.FieldErrors;
import io.sanasend.api.problem.Text;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is to become different about a key; what is absent stays. A class and not a record, because an expiry that is null
 * says something else than one that is absent.
 */
@Schema(name = "ApiKeyChanges", description = "What is absent stays as it is")
final class ApiKeyChangesBody {

    @JsonProperty("name")
    @Text(max = 100)
    @Pattern(regexp = ".*\\S.*", message = "must not be blank")
    @Schema(examples = "Billing system")
    private @Nullable String name;

    @JsonProperty("expires_at")
    @Schema(
            implementation = String.class,
            format = "date-time",
            nullable = true,
            description = "null: never",
            examples = "2030-01-31T00:00:00Z")
    private @Nullable Instant expiresAt;

    private boolean expiryGiven;

    @JsonProperty("ip_whitelist")
    @Size(max = 100)
    @Schema(description = "Empty: all addresses", examples = "[\"203.0.113.7\"]")
    private @Nullable List<String> ipWhitelist;

    @JsonProperty("scopes")
    @Size(min = 1, max = 10)
    @Schema(examples = "[\"messages:send\", \"messages:read\"]")
    private @Nullable List<String> scopes;

    @JsonProperty("is_active")
    @Schema(description = "false switches the key off at once")
    private @Nullable Boolean active;

    @JsonSetter("expires_at")
    void takeExpiry(@Nullable Instant given) {
        expiresAt = given;
        expiryGiven = true;
    }

    /** The key as it was, with what this body names. */
    KeyDetails changing(KeyDetails before, FieldErrors errors) {
        return new KeyDetails(
                name == null ? before.name() : name,
                scopes == null ? before.scopes() : KeyDetails.scopes(scopes, errors),
                ipWhitelist == null ? before.ipWhitelist() : KeyDetails.addresses(ipWhitelist, errors),
                expiryGiven ? expiresAt : before.expiresAt(),
                active == null ? before.active() : active);
    }
}

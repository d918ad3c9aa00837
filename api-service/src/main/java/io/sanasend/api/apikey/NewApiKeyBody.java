package io.sanasend.api.apikey;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sanasend.api.problem.FieldErrors;
import io.sanasend.api.problem.Text;
import io.sanasend.api.security.AddressBlock;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.Scope;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Clock;
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

        @Schema(description = "Absent: never") @Nullable Instant expiresAt,

        @Schema(description = "Addresses and CIDR blocks the key may be used from. Absent or empty: all")
        @Size(max = 100)
        @Nullable
        List<String> ipWhitelist,

        @Schema(
                description =
                        "messages:send, messages:read, sessions:manage, analytics:read, keys:manage, admin. Absent: all but admin")
        @Size(min = 1, max = 10)
        @Nullable
        List<String> scopes) {

    /**
     * Checks what the annotations cannot.
     *
     * @param caller nobody can hand out more than it has
     */
    NewApiKey checked(Caller caller, boolean ownerIsStaff, Clock clock) {
        FieldErrors errors = new FieldErrors();
        errors.require(expiresAt == null || expiresAt.isAfter(clock.instant()), "expires_at", "must be in the future");
        List<String> addresses = ipWhitelist == null ? List.of() : ipWhitelist;
        addresses.forEach(address -> check(errors, "ip_whitelist", () -> AddressBlock.parse(String.valueOf(address))));
        Set<Scope> wanted = EnumSet.noneOf(Scope.class);
        if (scopes == null) {
            wanted.addAll(Scope.ordinary());
            wanted.retainAll(caller.scopes());
        } else {
            scopes.forEach(name -> check(errors, "scopes", () -> wanted.add(Scope.ofWireName(String.valueOf(name)))));
        }
        errors.require(caller.scopes().containsAll(wanted), "scopes", "must not go beyond the caller's own");
        errors.require(
                ownerIsStaff || !wanted.contains(Scope.ADMINISTER), "scopes", "admin is for keys of staff users alone");
        errors.throwIfAny();
        return new NewApiKey(
                name.strip(), wanted, addresses.stream().map(String::strip).toList(), expiresAt);
    }

    private static void check(FieldErrors errors, String field, Runnable parse) {
        try {
            parse.run();
        } catch (IllegalArgumentException e) {
            errors.add(field, String.valueOf(e.getMessage()));
        }
    }
}

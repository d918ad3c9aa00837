package io.sanasend.api.apikey;

import io.sanasend.api.problem.FieldErrors;
import io.sanasend.api.security.AddressBlock;
import io.sanasend.api.security.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller can give a key at most: what it has itself.
 *
 * @param addresses where the caller may come from; empty: from everywhere
 * @param expiresAt when the caller's own credential ends for good; null: never
 */
record Ceiling(
        Set<Scope> scopes,
        List<AddressBlock> addresses,
        @Nullable Instant expiresAt) {

    Ceiling {
        scopes = Set.copyOf(scopes);
        addresses = List.copyOf(addresses);
    }

    /** Adds what goes beyond it. */
    void check(KeyDetails wanted, FieldErrors errors) {
        errors.require(scopes.containsAll(wanted.scopes()), "scopes", "must not go beyond the caller's own");
        errors.require(coversAddresses(wanted), "ip_whitelist", "must lie within that of the key that asks");
        errors.require(coversExpiry(wanted), "expires_at", "must not be after that of the key that asks");
    }

    private boolean coversAddresses(KeyDetails wanted) {
        return addresses.isEmpty()
                || (!wanted.ipWhitelist().isEmpty()
                        && wanted.ipWhitelist().stream()
                                .map(AddressBlock::parse)
                                .allMatch(block -> addresses.stream().anyMatch(mine -> mine.covers(block))));
    }

    private boolean coversExpiry(KeyDetails wanted) {
        return expiresAt == null
                || (wanted.expiresAt() != null && !wanted.expiresAt().isAfter(expiresAt));
    }
}

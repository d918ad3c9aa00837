package io.sanasend.api.apikey;

import io.sanasend.api.security.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A key that is to be made, already checked. */
record NewApiKey(
        String name,
        Set<Scope> scopes,
        List<String> ipWhitelist,
        @Nullable Instant expiresAt) {

    NewApiKey {
        scopes = Set.copyOf(scopes);
        ipWhitelist = List.copyOf(ipWhitelist);
    }
}

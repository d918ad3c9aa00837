package io.sanasend.api.apikey;

import io.sanasend.api.audit.Facts;
import io.sanasend.api.problem.FieldErrors;
import io.sanasend.api.security.AddressBlock;
import io.sanasend.api.security.Scope;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an owner decides about a key. */
record KeyDetails(
        String name,
        Set<Scope> scopes,
        List<String> ipWhitelist,
        @Nullable Instant expiresAt,
        boolean active) {

    KeyDetails {
        name = name.strip();
        scopes = Set.copyOf(scopes);
        ipWhitelist = List.copyOf(ipWhitelist);
    }

    /** As they are audited. */
    Facts facts() {
        return Facts.NONE
                .withText("name", name)
                .with("scopes", scopes.stream().map(Scope::wireName).toList())
                .with("ip_whitelist", ipWhitelist)
                .with("expires_at", expiresAt)
                .with("is_active", active);
    }

    /** Whether a key that was like that before lets in nobody and nothing it did not let in then. */
    boolean grantsNothingSince(KeyDetails before) {
        return !active
                || equals(new KeyDetails(name, before.scopes, before.ipWhitelist, before.expiresAt, before.active));
    }

    /** Reads addresses and CIDR blocks; those that are neither become errors. */
    static List<String> addresses(List<String> texts, FieldErrors errors) {
        texts.forEach(text -> check(errors, "ip_whitelist", () -> AddressBlock.parse(String.valueOf(text))));
        return texts.stream().map(text -> String.valueOf(text).strip()).toList();
    }

    /** Reads scopes; names of none become errors. */
    static Set<Scope> scopes(List<String> names, FieldErrors errors) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        names.forEach(name -> check(errors, "scopes", () -> scopes.add(Scope.ofWireName(String.valueOf(name)))));
        return scopes;
    }

    private static void check(FieldErrors errors, String field, Runnable parse) {
        try {
            parse.run();
        } catch (IllegalArgumentException e) {
            errors.add(field, String.valueOf(e.getMessage()));
        }
    }
}

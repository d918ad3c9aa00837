package io.sanasend.api.apikey;

import io.sanasend.api.security.AddressBlock;
import io.sanasend.api.security.Scope;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must be known of a key to let a request in. {@code toString} and {@code equals} leave the hash out.
 *
 * @param id of the row
 * @param addresses where it may be used from; empty: everywhere
 */
record KeySnapshot(
        long id,
        String keyId,
        long userId,
        SecretHash secretHash,
        boolean active,
        Set<Scope> scopes,
        List<AddressBlock> addresses,
        @Nullable Instant expiresAt) {

    KeySnapshot {
        scopes = Set.copyOf(scopes);
        addresses = List.copyOf(addresses);
    }

    static KeySnapshot of(ApiKey key) {
        return new KeySnapshot(
                key.id(),
                key.keyId(),
                key.user().id(),
                new SecretHash(key.secretHash()),
                key.isActive(),
                key.scopeSet(),
                key.ipWhitelist().stream().map(AddressBlock::parse).toList(),
                key.expiresAt());
    }

    /** Whether the key may be used at all now, by who knows its secret. Its user counts too, and is asked elsewhere. */
    boolean isUsable(byte[] hash, Instant now) {
        return active && (expiresAt == null || now.isBefore(expiresAt)) && secretHash.matches(hash);
    }

    boolean isAllowedFrom(InetAddress address) {
        return addresses.isEmpty() || addresses.stream().anyMatch(block -> block.contains(address));
    }

    /** A hash that is compared in constant time and never shown. */
    static final class SecretHash {

        private final byte[] bytes;

        SecretHash(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        boolean matches(byte[] other) {
            return MessageDigest.isEqual(bytes, other);
        }

        @Override
        public String toString() {
            return "SecretHash[…]";
        }
    }
}

package io.sanasend.api.audit;

import io.sanasend.api.security.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row of the log without its hash.
 *
 * @param id counts up by one
 * @param at to the microsecond, as the database keeps it; never before that of the row before
 * @param before JSON, as it was hashed
 * @param after the same
 */
record AuditRow(
        long id,
        Instant at,
        Actor actor,
        String action,
        String objectKind,
        String objectId,
        @Nullable String before,
        @Nullable String after) {

    /** SHA-256 of the former row's hash and of all that is in this one; each part goes with its length, so that none can grow into another. */
    byte[] hashAfter(byte[] former) {
        MessageDigest digest = Digests.newSha256();
        digest.update(former);
        Stream.of(
                        Long.toString(id),
                        at.toString(),
                        actor.id() == null ? null : actor.id().toString(),
                        actor.name(),
                        actor.credential(),
                        actor.address(),
                        action,
                        objectKind,
                        objectId,
                        before,
                        after,
                        actor.requestId())
                .forEach(part -> add(digest, part));
        return digest.digest();
    }

    private static void add(MessageDigest digest, @Nullable String part) {
        byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(part == null ? -1 : bytes.length)
                .flip());
        digest.update(bytes);
    }
}

package io.sanasend.api.audit;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A change as staff see it. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "AuditEntry")
record AuditView(
        @Schema(description = "Counts up by one", examples = "128")
        long id,

        @Schema(description = "When it was written down, just before it took effect")
        Instant at,

        @Schema(description = "Id of the user who did it; null: the service itself", examples = "1") @Nullable
        Long actorId,

        @Schema(description = "As the user was called then", examples = "alice") @Nullable
        String actorName,

        @Schema(
                description = "What the user proved itself with: the prefix of a key, or the start of a login's id",
                examples = "wsk_Ab12Cd34Ef56")
        @Nullable
        String credential,

        @Schema(description = "Where the request came from", examples = "203.0.113.7") @Nullable
        String address,

        @Schema(examples = "user.change") String action,

        @Schema(description = "What it was done to", examples = "user/12")
        String object,

        @Schema(description = "What is not the same any more, as it was before; no secrets") @Nullable
        Map<String, @Nullable Object> before,

        @Schema(description = "The same afterwards") @Nullable
        Map<String, @Nullable Object> after,

        @Nullable String requestId,

        @Schema(
                description = "SHA-256 over this row and the hash of the one before it, in hex",
                examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        String hash) {}

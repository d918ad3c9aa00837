package io.sanasend.api.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A user as callers see it. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "User")
public record UserView(
        @Schema(examples = "1") long id,
        @Schema(examples = "alice") String username,
        String email,
        String firstName,
        String lastName,
        @JsonProperty("is_staff") boolean isStaff,
        @JsonProperty("is_active") boolean isActive,
        @Schema(examples = "1000") int maxMessagesPerDay,
        @Schema(examples = "10") int maxMessagesPerMinute,
        Instant createdAt) {

    public static UserView of(User user) {
        return new UserView(
                user.id(),
                user.username(),
                user.email(),
                user.firstName(),
                user.lastName(),
                user.isStaff(),
                user.isActive(),
                user.maxMessagesPerDay(),
                user.maxMessagesPerMinute(),
                user.createdAt());
    }
}

package io.sanasend.api.administration;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sanasend.api.account.PasswordRules;
import io.sanasend.api.account.UserDetails;
import io.sanasend.api.problem.Text;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is to become different about a user. No field of a user can be empty in the sense of null, so null changes nothing. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "UserChanges", description = "What is absent or null stays as it is")
record UserChangesBody(
        @Pattern(regexp = NewUserBody.USERNAME, message = NewUserBody.USERNAME_RULE)
        @Schema(description = "Told apart without regard to case", examples = "alice")
        @Nullable
        String username,

        @Email @Text(max = 254) @Schema(examples = "alice@example.com") @Nullable
        String email,

        @Schema(description = "A new one ends the user's logins")
        @Text(max = PasswordRules.MAX_LENGTH, multiline = true)
        @Nullable
        String password,

        @Text(max = 150) @Schema(examples = "Alice") @Nullable
        String firstName,

        @Text(max = 150) @Schema(examples = "Doe") @Nullable String lastName,
        @JsonProperty("is_staff") @Nullable Boolean isStaff,
        @JsonProperty("is_active") @Nullable Boolean isActive,

        @Min(0) @Max(NewUserBody.MAX_PER_DAY) @Schema(examples = "1000") @Nullable
        Integer maxMessagesPerDay,

        @Min(0) @Max(NewUserBody.MAX_PER_MINUTE) @Schema(examples = "10") @Nullable
        Integer maxMessagesPerMinute) {

    /** The user that was, with what this body names. */
    UserDetails changing(UserDetails before) {
        return new UserDetails(
                Objects.requireNonNullElse(username, before.username()),
                Objects.requireNonNullElse(email, before.email()),
                Objects.requireNonNullElse(firstName, before.firstName()),
                Objects.requireNonNullElse(lastName, before.lastName()),
                Objects.requireNonNullElse(isStaff, before.staff()),
                Objects.requireNonNullElse(isActive, before.active()),
                Objects.requireNonNullElse(maxMessagesPerDay, before.maxMessagesPerDay()),
                Objects.requireNonNullElse(maxMessagesPerMinute, before.maxMessagesPerMinute()));
    }

    @Override
    public String toString() {
        return "UserChangesBody[…]";
    }
}

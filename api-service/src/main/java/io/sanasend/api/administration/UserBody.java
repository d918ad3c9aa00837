package io.sanasend.api.administration;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sanasend.api.account.AccountConfig;
import io.sanasend.api.account.PasswordRules;
import io.sanasend.api.account.UserDetails;
import io.sanasend.api.problem.Text;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A user as it is to be from now on. What is absent gets the value of a new user; only access and password stay then. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "UserReplacement")
record UserBody(
        @NotBlank
        @Pattern(regexp = NewUserBody.USERNAME, message = NewUserBody.USERNAME_RULE)
        @Schema(description = "Told apart without regard to case", examples = "alice")
        String username,

        @Email @Text(max = 254) @Schema(examples = "alice@example.com") @Nullable
        String email,

        @Schema(description = "Absent: the present one. A new one ends the user's logins")
        @Text(max = PasswordRules.MAX_LENGTH, multiline = true)
        @Nullable
        String password,

        @Text(max = 150) @Schema(examples = "Alice") @Nullable
        String firstName,

        @Text(max = 150) @Schema(examples = "Doe") @Nullable String lastName,

        @JsonProperty("is_staff") @Schema(description = "Absent: no") @Nullable
        Boolean isStaff,

        @JsonProperty("is_active") @Schema(description = "Absent: as it is") @Nullable
        Boolean isActive,

        @Min(0)
        @Max(NewUserBody.MAX_PER_DAY)
        @Schema(description = "Absent: what the operator set", examples = "1000")
        @Nullable
        Integer maxMessagesPerDay,

        @Min(0)
        @Max(NewUserBody.MAX_PER_MINUTE)
        @Schema(description = "Absent: what the operator set", examples = "10")
        @Nullable
        Integer maxMessagesPerMinute) {

    /** The user that was, as this body says it is to be. */
    UserDetails replacing(UserDetails before, AccountConfig config) {
        return new UserDetails(
                username,
                Objects.requireNonNullElse(email, ""),
                Objects.requireNonNullElse(firstName, ""),
                Objects.requireNonNullElse(lastName, ""),
                Boolean.TRUE.equals(isStaff),
                Objects.requireNonNullElse(isActive, before.active()),
                Objects.requireNonNullElse(maxMessagesPerDay, config.maxMessagesPerDay()),
                Objects.requireNonNullElse(maxMessagesPerMinute, config.maxMessagesPerMinute()));
    }

    @Override
    public String toString() {
        return "UserBody[…]";
    }
}

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

/** A user to be made. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "NewUser")
record NewUserBody(
        @NotBlank
        @Pattern(regexp = NewUserBody.USERNAME, message = NewUserBody.USERNAME_RULE)
        @Schema(description = "Told apart without regard to case", examples = "alice")
        String username,

        @Email @Text(max = 254) @Schema(examples = "alice@example.com") @Nullable
        String email,

        @NotBlank
        @Schema(
                description = "At least 8 characters, not all digits, not a common one, without the username",
                examples = "correct horse battery")
        @Text(max = PasswordRules.MAX_LENGTH, multiline = true)
        String password,

        @Text(max = 150) @Schema(examples = "Alice") @Nullable
        String firstName,

        @Text(max = 150) @Schema(examples = "Doe") @Nullable String lastName,

        @JsonProperty("is_staff")
        @Schema(description = "Whether the user may administer the service. Absent: no")
        @Nullable
        Boolean isStaff,

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

    static final String USERNAME = "[\\w.@+-]{1,150}";
    static final String USERNAME_RULE = "has letters, digits and @ . + - _, 1 to 150 of them";
    static final int MAX_PER_DAY = 1_000_000;
    static final int MAX_PER_MINUTE = 10_000;

    UserDetails toDetails(AccountConfig config) {
        return new UserDetails(
                username,
                Objects.requireNonNullElse(email, ""),
                Objects.requireNonNullElse(firstName, ""),
                Objects.requireNonNullElse(lastName, ""),
                Boolean.TRUE.equals(isStaff),
                true,
                Objects.requireNonNullElse(maxMessagesPerDay, config.maxMessagesPerDay()),
                Objects.requireNonNullElse(maxMessagesPerMinute, config.maxMessagesPerMinute()));
    }

    @Override
    public String toString() {
        return "NewUserBody[…]";
    }
}

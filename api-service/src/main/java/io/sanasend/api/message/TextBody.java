package io.sanasend.api.message;

import io.sanasend.api.problem.Text;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A text to be sent. {@code toString} shows nothing of it. */
@Schema(name = "TextMessage")
record TextBody(
        @NotBlank @Schema(description = "E.164 number, with or without +, or a group id", examples = "+49 1511 2345678")
        String recipient,

        @NotNull
        @Text(min = 1, max = TextBody.MAX, multiline = true)
        @Schema(
                description = "The text, counted in code points",
                minLength = 1,
                maxLength = TextBody.MAX,
                examples = "Your order is on its way.")
        String message,

        @Text(max = 100)
        @Schema(description = "Instance id, session id or name; absent: the primary", examples = "u7")
        @Nullable
        String session,

        @Text(max = 255)
        @Schema(description = "Your own id of the message; can be searched for", examples = "order-4711")
        @Nullable
        String reference,

        @Min(Validity.MIN_SECONDS)
        @Max(Validity.MAX_SECONDS)
        @Schema(description = Validity.DESCRIPTION, examples = "14400")
        @Nullable
        Integer validity) {

    static final int MAX = 5_000;

    @Override
    public String toString() {
        return "TextBody[…]";
    }
}

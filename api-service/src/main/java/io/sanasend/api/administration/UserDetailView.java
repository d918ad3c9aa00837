package io.sanasend.api.administration;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sanasend.api.account.User;
import io.sanasend.api.account.UserView;
import io.sanasend.api.analytics.Usage;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A user with what it has and what it did today. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "UserDetail")
record UserDetailView(
        @JsonUnwrapped UserView user,

        @Schema(description = "Sessions with a browser: starting, connected or reconnecting", examples = "1")
        long activeSessions,

        @Schema(description = "Absent when there is no session")
        UserFigures.@Nullable PrimarySession primarySession,

        @Schema(description = "Keys that are active and not expired", examples = "2")
        long activeApiKeys,

        Today todayStats) {

    static UserDetailView of(User user, UserFigures.Holdings has, Usage.Now did) {
        return new UserDetailView(
                UserView.of(user),
                has.sessions(),
                has.primary(),
                has.keys(),
                new Today(did.messagesToday(), did.requestsToday()));
    }

    /** The day is one of the service's time zone. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "UserToday")
    record Today(
            @Schema(description = "Accepted today and taken by WhatsApp", examples = "25")
            long messagesSent,

            @Schema(examples = "140") long apiRequests) {}
}

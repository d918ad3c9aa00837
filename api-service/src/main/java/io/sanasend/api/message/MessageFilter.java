package io.sanasend.api.message;

import io.sanasend.api.calendar.Days;
import io.sanasend.api.problem.FieldErrors;
import io.sanasend.api.recipient.Recipients;
import io.sanasend.model.message.MessageStatus;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What a list of messages is narrowed down to, as it came in the query. */
class MessageFilter {

    private static final int MAX_LENGTH = 255;
    private static final List<String> TYPES = List.of("text", "image", "document", "video", "audio");
    private static final List<String> STATUSES =
            Stream.of(MessageStatus.values()).map(MessageStatus::wireName).toList();

    /** An array is made once; joined instead, the session would be looked for in each row. */
    private static final String OF_SESSION = "m.session_id = ANY (ARRAY(SELECT id FROM sessions"
            + " WHERE user_id = ? AND (id = ? OR wire_id = ? OR instance_name = ?)))";

    private static final String WITH_TEXT =
            "m.id IN (SELECT message_id FROM message_texts WHERE user_id = ? AND body ILIKE ?)";

    /** Beyond these nothing was ever accepted, and the database has no such times. */
    private static final Instant EARLIEST = Instant.EPOCH.minusSeconds(1);

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    @QueryParam("status")
    @Parameter(description = "queued, sending, sent, delivered, read, failed, expired or cancelled")
    @Nullable
    String status;

    @QueryParam("message_type")
    @Parameter(description = "text, image, document, video or audio")
    @Nullable
    String messageType;

    @QueryParam("recipient")
    @Parameter(description = "A number as it may be given for sending, or a group id")
    @Nullable
    String recipient;

    @QueryParam("session")
    @Parameter(description = "Instance id, session id or instance name; deleted sessions included")
    @Nullable
    String session;

    @QueryParam("reference")
    @Parameter(description = "The reference given with the message, exactly")
    @Nullable
    String reference;

    @QueryParam("since")
    @Parameter(
            description =
                    "Accepted at or after; a date (its beginning in the service's time zone) or a time in ISO 8601")
    @Nullable
    String since;

    @QueryParam("until")
    @Parameter(description = "Accepted before; a date (its beginning in the service's time zone) or a time in ISO 8601")
    @Nullable
    String until;

    @QueryParam("search")
    @Parameter(description = "Part of the text, caption or recipient; upper and lower case are the same")
    @Nullable
    String search;

    /**
     * The filter as a condition on {@code messages m}.
     *
     * @param parameters in the order of the condition
     */
    record Criteria(String where, List<Object> parameters) {

        Criteria and(String condition, Object... values) {
            List<Object> all = new ArrayList<>(parameters);
            all.addAll(List.of(values));
            return new Criteria(where + " AND " + condition, all);
        }
    }

    /** What is asked for, in one text; the same for lists that hold the same. */
    String asText() {
        return Stream.of(status, messageType, recipient, session, reference, since, until, search)
                .map(value -> value == null ? "" : value)
                .collect(Collectors.joining("\n"));
    }

    /**
     * Reads the parameters.
     *
     * @throws io.sanasend.api.problem.InvalidRequest names those that cannot be read
     */
    Criteria toCriteria(long userId, Recipients recipients, Days days) {
        FieldErrors errors = new FieldErrors();
        Criteria criteria = new Criteria("m.user_id = ?", List.of(userId));
        criteria = withStatusAndType(criteria, errors);
        if (isGiven(errors, "recipient", recipient)) {
            String normalised =
                    recipients.parse(recipient).map(known -> known.value()).orElse(recipient);
            criteria = criteria.and("m.recipient = ?", normalised);
        }
        if (isGiven(errors, "session", session)) {
            criteria = criteria.and(OF_SESSION, userId, idOf(session), session, session);
        }
        if (isGiven(errors, "reference", reference)) {
            criteria = criteria.and("m.reference = ?", reference);
        }
        if (isGiven(errors, "since", since)) {
            criteria = criteria.and("m.created_at >= ?", time(errors, "since", since, days));
        }
        if (isGiven(errors, "until", until)) {
            criteria = criteria.and("m.created_at < ?", time(errors, "until", until, days));
        }
        if (isGiven(errors, "search", search)) {
            criteria = criteria.and(WITH_TEXT, userId, "%" + escaped(search) + "%");
        }
        errors.throwIfAny();
        return criteria;
    }

    private Criteria withStatusAndType(Criteria criteria, FieldErrors errors) {
        Criteria narrowed = criteria;
        if (isGiven(errors, "status", status)) {
            errors.require(STATUSES.contains(status), "status", "must be one of " + String.join(", ", STATUSES));
            narrowed = narrowed.and("m.status = ?", status);
        }
        if (isGiven(errors, "message_type", messageType)) {
            String type = messageType.equals("file") ? "document" : messageType;
            errors.require(TYPES.contains(type), "message_type", "must be one of " + String.join(", ", TYPES));
            narrowed = narrowed.and("m.message_type = ?", type);
        }
        return narrowed;
    }

    private static long idOf(String session) {
        return session.matches("[0-9]{1,18}") ? Long.parseLong(session) : -1;
    }

    private static boolean isGiven(FieldErrors errors, String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return false;
        }
        boolean storable = value.length() <= MAX_LENGTH && value.indexOf('\0') < 0;
        errors.require(storable, field, "must be text of at most " + MAX_LENGTH + " characters");
        return storable;
    }

    private static Instant time(FieldErrors errors, String field, String text, Days days) {
        try {
            boolean day = text.length() == "2026-01-01".length();
            Instant time = day
                    ? days.startOf(LocalDate.parse(text))
                    : OffsetDateTime.parse(text).toInstant();
            errors.require(
                    time.isAfter(EARLIEST) && time.isBefore(LATEST), field, "must be a time between 1970 and 9999");
            return time;
        } catch (DateTimeException _) {
            errors.add(field, "must be a date (2026-01-31) or a time (2026-01-31T12:00:00Z)");
            return Instant.EPOCH;
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}

package io.sanasend.api.message;

import io.sanasend.api.problem.FieldErrors;
import io.sanasend.model.message.MessageStatus;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What a list of messages is narrowed down to, as it came in the query. */
class MessageFilter {

    private static final int MAX_LENGTH = 255;
    private static final Set<String> TYPES = Set.of("text", "image", "document", "video", "audio");

    @QueryParam("status")
    @Parameter(description = "queued, sending, sent, delivered, read, failed, expired or cancelled")
    @Nullable
    String status;

    @QueryParam("message_type")
    @Parameter(description = "text, image, document, video or audio")
    @Nullable
    String messageType;

    @QueryParam("recipient")
    @Nullable
    String recipient;

    @QueryParam("session")
    @Parameter(description = "Instance id or session id")
    @Nullable
    String session;

    @QueryParam("reference")
    @Nullable
    String reference;

    @QueryParam("since")
    @Parameter(description = "Accepted at or after; a date or a time in ISO 8601")
    @Nullable
    String since;

    @QueryParam("until")
    @Parameter(description = "Accepted before; a date or a time in ISO 8601")
    @Nullable
    String until;

    @QueryParam("search")
    @Parameter(description = "Part of the text, caption or recipient")
    @Nullable
    String search;

    /** The filter as a query. */
    record Criteria(List<String> conditions, Map<String, Object> parameters) {}

    /**
     * Reads the parameters.
     *
     * @throws io.sanasend.api.problem.InvalidRequest names those that cannot be read
     */
    Criteria toCriteria(long userId, Recipients recipients) {
        FieldErrors errors = new FieldErrors();
        Criteria criteria = new Criteria(new ArrayList<>(), new HashMap<>());
        add(criteria, "m.userId = :user", "user", userId);
        addStatusAndType(criteria, errors);
        if (isGiven(errors, "recipient", recipient)) {
            String normalised =
                    recipients.parse(recipient).map(known -> known.value()).orElse(recipient);
            add(criteria, "m.recipient = :recipient", "recipient", normalised);
        }
        if (isGiven(errors, "session", session)) {
            boolean byId = session.matches("[0-9]{1,18}");
            add(
                    criteria,
                    byId ? "m.session.id = :session" : "m.session.wireId = :session",
                    "session",
                    byId ? (Object) Long.valueOf(session) : session);
        }
        if (isGiven(errors, "reference", reference)) {
            add(criteria, "m.reference = :reference", "reference", reference);
        }
        if (isGiven(errors, "since", since)) {
            add(criteria, "m.createdAt >= :since", "since", time(errors, "since", since));
        }
        if (isGiven(errors, "until", until)) {
            add(criteria, "m.createdAt < :until", "until", time(errors, "until", until));
        }
        if (isGiven(errors, "search", search)) {
            add(
                    criteria,
                    "(m.content ilike :search escape '!' or m.caption ilike :search escape '!'"
                            + " or m.recipient like :search escape '!')",
                    "search",
                    "%" + escaped(search) + "%");
        }
        errors.throwIfAny();
        return criteria;
    }

    private void addStatusAndType(Criteria criteria, FieldErrors errors) {
        if (isGiven(errors, "status", status)) {
            try {
                add(criteria, "m.status = :status", "status", MessageStatus.ofWireName(status));
            } catch (IllegalArgumentException _) {
                errors.add("status", "is not a status");
            }
        }
        if (isGiven(errors, "message_type", messageType)) {
            String type = messageType.equals("file") ? "document" : messageType;
            errors.require(TYPES.contains(type), "message_type", "must be one of text, image, document, video, audio");
            add(criteria, "m.messageType = :type", "type", type);
        }
    }

    private static void add(Criteria criteria, String condition, String name, Object value) {
        criteria.conditions().add(condition);
        criteria.parameters().put(name, value);
    }

    private static boolean isGiven(FieldErrors errors, String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return false;
        }
        boolean storable = value.length() <= MAX_LENGTH && value.indexOf('\0') < 0;
        errors.require(storable, field, "must be text of at most " + MAX_LENGTH + " characters");
        return storable;
    }

    private static Instant time(FieldErrors errors, String field, String text) {
        try {
            return text.length() == "2026-01-01".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            errors.add(field, "must be a date (2026-01-31) or a time (2026-01-31T12:00:00Z)");
            return Instant.EPOCH;
        }
    }

    private static String escaped(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}

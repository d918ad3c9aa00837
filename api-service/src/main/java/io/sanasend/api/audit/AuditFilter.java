package io.sanasend.api.audit;

import io.sanasend.api.problem.FieldErrors;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What the audit log is narrowed down to, as it came in the query. */
class AuditFilter {

    private static final int LONGEST_OBJECT = 200;
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    @QueryParam("actor")
    @Parameter(description = "Id of the user who did it; 0: the service itself", example = "1")
    @Nullable
    String actor;

    @QueryParam("action")
    @Parameter(description = "What was done", example = "user.change")
    @Nullable
    String action;

    @QueryParam("object")
    @Parameter(description = "What it was done to: a kind, or a kind and an id", example = "session/12")
    @Nullable
    String object;

    @QueryParam("since")
    @Parameter(description = "Then or later", example = "2026-01-01T00:00:00Z")
    @Nullable
    String since;

    @QueryParam("until")
    @Parameter(description = "Then or before", example = "2026-01-31T00:00:00Z")
    @Nullable
    String until;

    /** The filter as conditions of SQL, with their parameters. */
    record Criteria(List<String> conditions, Map<String, Object> parameters) {

        void add(String condition, String name, Object value) {
            conditions.add(condition);
            parameters.put(name, value);
        }
    }

    /** The filter in one text, by which its cursors are told from those of other lists. */
    String asText() {
        return Stream.of(actor, action, object, since, until)
                .map(value -> value == null ? "" : value)
                .collect(Collectors.joining("\n"));
    }

    /**
     * Reads the parameters. Times become ids, since one never goes back as the other goes on: so the list is read by one
     * index, whatever else it is narrowed down to.
     *
     * @throws io.sanasend.api.problem.InvalidRequest names those that cannot be read
     */
    Criteria toCriteria() {
        FieldErrors errors = new FieldErrors();
        Criteria criteria = new Criteria(new ArrayList<>(), new HashMap<>());
        if (isGiven(actor)) {
            addActor(errors, criteria, actor);
        }
        if (isGiven(action)) {
            errors.require(
                    AuditAction.ofWireName(action).isPresent(),
                    "action",
                    "must be one of "
                            + Arrays.stream(AuditAction.values())
                                    .map(AuditAction::wireName)
                                    .collect(Collectors.joining(", ")));
            criteria.add("action = :action", "action", action);
        }
        if (isGiven(object)) {
            addObject(errors, criteria, object);
        }
        if (isGiven(since)) {
            criteria.add(
                    "id >= (SELECT id FROM audit_log WHERE at >= :since ORDER BY at, id LIMIT 1)",
                    "since",
                    time(errors, "since", since));
        }
        if (isGiven(until)) {
            criteria.add(
                    "id <= (SELECT id FROM audit_log WHERE at <= :until ORDER BY at DESC, id DESC LIMIT 1)",
                    "until",
                    time(errors, "until", until));
        }
        errors.throwIfAny();
        return criteria;
    }

    private static boolean isGiven(@Nullable String value) {
        return value != null && !value.isEmpty();
    }

    private static void addActor(FieldErrors errors, Criteria criteria, String actor) {
        boolean isId = actor.matches("[0-9]{1,18}");
        errors.require(isId, "actor", "must be the id of a user, or 0");
        long id = isId ? Long.parseLong(actor) : 0;
        if (id == 0) {
            criteria.conditions().add("actor_id IS NULL");
        } else {
            criteria.add("actor_id = :actor", "actor", id);
        }
    }

    private static void addObject(FieldErrors errors, Criteria criteria, String object) {
        String[] parts = object.split("/", 2);
        boolean isKind =
                Arrays.stream(AuditAction.values()).map(AuditAction::objectKind).anyMatch(parts[0]::equals);
        errors.require(
                isKind && object.length() <= LONGEST_OBJECT && object.indexOf('\0') < 0,
                "object",
                "must be a kind of object (user, api-key, session, queue, scheduled-work), or one with an id such as"
                        + " session/12");
        criteria.add("object_kind = :kind", "kind", parts[0]);
        if (parts.length == 2) {
            criteria.add("object_id = :object", "object", parts[1]);
        }
    }

    private static Instant time(FieldErrors errors, String field, String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            errors.require(
                    !time.isBefore(EARLIEST) && time.isBefore(LATEST), field, "must be a time between 1970 and 9999");
            return time;
        } catch (DateTimeException _) {
            errors.add(field, "must be a time such as 2026-01-31T12:00:00Z");
            return EARLIEST;
        }
    }
}

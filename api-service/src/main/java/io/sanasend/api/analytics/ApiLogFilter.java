package io.sanasend.api.analytics;

import io.sanasend.api.apilog.LogTime;
import io.sanasend.api.calendar.Days;
import io.sanasend.api.problem.FieldErrors;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What the list of API requests is narrowed down to, as it came in the query. */
class ApiLogFilter {

    @QueryParam("endpoint")
    @Parameter(description = "The route, with its parameters in braces", example = "/api/v1/messages/{id}/")
    @Nullable
    String endpoint;

    @QueryParam("method")
    @Parameter(description = "HTTP method", example = "POST")
    @Nullable
    String method;

    @QueryParam("status_code")
    @Parameter(description = "HTTP status of the answer", example = "422")
    @Nullable
    String statusCode;

    @QueryParam("start_date")
    @Parameter(description = "First day", example = "2026-01-01")
    @Nullable
    String startDate;

    @QueryParam("end_date")
    @Parameter(description = "Last day", example = "2026-01-31")
    @Nullable
    String endDate;

    @QueryParam("user")
    @Parameter(description = "Id of a user; staff only. Absent: all")
    @Nullable
    String user;

    /** The filter as conditions of SQL, with their parameters. */
    record Criteria(List<String> conditions, Map<String, Object> parameters) {

        void add(String condition, String name, Object value) {
            conditions.add(condition);
            parameters.put(name, value);
        }
    }

    /** The filter in one text, by which its cursors are told from those of other lists. */
    String asText() {
        return Stream.of(endpoint, method, statusCode, startDate, endDate, user)
                .map(value -> value == null ? "" : value)
                .collect(Collectors.joining("\n"));
    }

    /**
     * Reads the parameters but the user.
     *
     * @throws io.sanasend.api.problem.InvalidRequest names those that cannot be read
     */
    Criteria toCriteria(Days days) {
        FieldErrors errors = new FieldErrors();
        Criteria criteria = new Criteria(new ArrayList<>(), new HashMap<>());
        if (endpoint != null && !endpoint.isEmpty()) {
            boolean storable = endpoint.length() <= 255 && endpoint.indexOf('\0') < 0;
            errors.require(storable, "endpoint", "must be a route of at most 255 characters");
            criteria.add("endpoint IN (:endpoints)", "endpoints", bothForms(endpoint));
        }
        if (method != null && !method.isEmpty()) {
            errors.require(method.matches("[A-Za-z]{1,20}"), "method", "must be an HTTP method such as POST");
            criteria.add("method = :method", "method", method.toUpperCase(Locale.ROOT));
        }
        if (statusCode != null && !statusCode.isEmpty()) {
            boolean valid = statusCode.matches("[1-5][0-9]{2}");
            errors.require(valid, "status_code", "must be an HTTP status from 100 to 599");
            criteria.add("status = :status", "status", valid ? Integer.parseInt(statusCode) : 0);
        }
        DateSpan span = DateSpan.read(errors, startDate, endDate);
        if (span.first() != null) {
            criteria.add("id >= :from", "from", firstIdOf(days, span.first()));
        }
        if (span.last() != null) {
            criteria.add("id < :to", "to", firstIdOf(days, span.last().plusDays(1)));
        }
        errors.throwIfAny();
        return criteria;
    }

    private static long firstIdOf(Days days, LocalDate day) {
        return LogTime.idAt(days.startOf(day));
    }

    /** Callers may leave the last slash out. */
    private static List<String> bothForms(String endpoint) {
        return endpoint.endsWith("/") ? List.of(endpoint) : List.of(endpoint, endpoint + "/");
    }
}

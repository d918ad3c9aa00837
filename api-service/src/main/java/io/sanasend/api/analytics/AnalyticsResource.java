package io.sanasend.api.analytics;

import io.sanasend.api.answer.Answer;
import io.sanasend.api.answer.PageLinks;
import io.sanasend.api.answer.PageQuery;
import io.sanasend.api.answer.PageView;
import io.sanasend.api.answer.WebConfig;
import io.sanasend.api.calendar.Days;
import io.sanasend.api.limit.Limit;
import io.sanasend.api.limit.LimitHeaders;
import io.sanasend.api.problem.FieldErrors;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.problem.Refuses;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.Scope;
import io.sanasend.api.usage.Figures;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What was sent and asked for: a user's own figures, and everyone's for staff.
 *
 * <table>
 * <caption>Paths below {@code /api/v1/analytics}</caption>
 * <tr><td>GET {@code rate-limits}</td><td>how many messages and requests the caller may still send</td></tr>
 * <tr><td>GET {@code current-usage}</td><td>what the caller did today, in this hour, in this minute</td></tr>
 * <tr><td>GET {@code usage-stats}</td><td>day by day, {@code ?start_date}, {@code ?end_date}, {@code ?user}</td></tr>
 * <tr><td>GET {@code usage-hours}</td><td>hour by hour, {@code ?hours}, {@code ?user}</td></tr>
 * <tr><td>GET {@code usage-summary}</td><td>the last days summed up, {@code ?days}, {@code ?user}</td></tr>
 * </table>
 */
@Path("/api/v1/analytics")
@RunOnVirtualThread
@RolesAllowed(Scope.ANALYTICS)
@Tag(name = "Analytics")
public class AnalyticsResource {

    private static final int DEFAULT_DAYS = 30;
    private static final int MAX_DAYS = 365;
    private static final int DEFAULT_HOURS = 24;
    private static final int MAX_HOURS = 48;

    private final Usage usage;
    private final UsageHistory history;
    private final Audience audience;
    private final Days days;
    private final WebConfig web;

    AnalyticsResource(Usage usage, UsageHistory history, Audience audience, Days days, WebConfig web) {
        this.usage = usage;
        this.history = history;
        this.audience = audience;
        this.days = days;
        this.web = web;
    }

    @GET
    @Path("rate-limits")
    @Operation(
            operationId = "getRateLimits",
            summary = "What is left of your limits",
            description =
                    "How many messages you may send a day and a minute, and how many of them were accepted already; and"
                            + " the same of the API requests this one is counted with.")
    public Answer<Allowances> rateLimits(@Context SecurityContext security, @Context RoutingContext request) {
        Allowances.RequestAllowance requests = Stream.of(Limit.REQUESTS_PER_KEY, Limit.REQUESTS_PER_USER)
                .flatMap(limit -> LimitHeaders.noted(request, limit).stream())
                .findFirst()
                .map(Allowances.RequestAllowance::of)
                .orElse(null);
        return Answer.of(
                "Rate limits.", usage.allowances(Caller.of(security).userId()).with(requests));
    }

    @GET
    @Path("current-usage")
    @Operation(
            operationId = "getCurrentUsage",
            summary = "Your usage now",
            description =
                    "Messages and API requests of today, and of the present hour and minute of the clock. A request"
                            + " shows about a second after it was answered.")
    public Answer<CurrentUsage> currentUsage(@Context SecurityContext security) {
        return Answer.of(
                "Current usage.", CurrentUsage.of(usage.now(Caller.of(security).userId())));
    }

    @GET
    @Path("usage-stats")
    @Operation(
            operationId = "listUsageStats",
            summary = "Usage day by day",
            description =
                    "Each day of the period, newest first, also those without use. Staff see the sums of all users,"
                            + " or one user's by ?user.")
    @Refuses(ProblemType.USER_NOT_FOUND)
    public PageView<DayUsage> usageStats(
            @QueryParam("start_date")
                    @Parameter(
                            description = "First day. Absent: 29 days before the last; at most 365 days in all",
                            example = "2026-01-01")
                    @Nullable
                    String start,
            @QueryParam("end_date")
                    @Parameter(description = "Last day. Absent: today", example = "2026-01-31")
                    @Nullable
                    String end,
            @QueryParam("user") @Parameter(description = "Id of a user; staff only. Absent: all") @Nullable String user,
            @QueryParam("page") @Parameter(description = PageQuery.PAGE) @Nullable String page,
            @QueryParam("page_size") @Parameter(description = PageQuery.PAGE_SIZE) @Nullable String pageSize,
            @Context SecurityContext security,
            @Context UriInfo uri) {
        PageQuery query = PageQuery.of(page, pageSize, null);
        FieldErrors errors = new FieldErrors();
        DateSpan asked = DateSpan.read(errors, start, end);
        errors.throwIfAny();
        LocalDate last = asked.last() == null ? days.today() : asked.last();
        LocalDate first = asked.first() == null ? last.minusDays(DEFAULT_DAYS - 1) : asked.first();
        long count = ChronoUnit.DAYS.between(first, last) + 1;
        errors.require(count >= 1, "start_date", "must not be after end_date, or today without one");
        errors.require(count <= MAX_DAYS, "start_date", "must be at most " + (MAX_DAYS - 1) + " days before end_date");
        errors.throwIfAny();
        Long whose = audience.of(Caller.of(security), user);
        // Only the days of the page are counted at all.
        LocalDate newest = last.minusDays(query.offset());
        LocalDate oldest = latest(first, newest.minusDays(query.size() - 1));
        List<DayUsage> rows =
                newest.isBefore(first) ? List.of() : newestFirst(history.byDay(whose, oldest, newest), DayUsage::of);
        return PageView.numbered(query, PageLinks.of(uri, web.publicUrl()), count, rows, Function.identity());
    }

    @GET
    @Path("usage-summary")
    @Operation(
            operationId = "getUsageSummary",
            summary = "Usage summed up",
            description = "The last days up to today: their sums, and each of them, oldest first. Staff see the sums of"
                    + " all users, or one user's by ?user.")
    @Refuses(ProblemType.USER_NOT_FOUND)
    public Answer<UsageSummary> usageSummary(
            @QueryParam("days") @Parameter(description = "1 to 365. Absent: 30", example = "30") @Nullable
                    String number,
            @QueryParam("user") @Parameter(description = "Id of a user; staff only. Absent: all") @Nullable String user,
            @Context SecurityContext security) {
        int length = number(number, "days", DEFAULT_DAYS, MAX_DAYS);
        Long whose = audience.of(Caller.of(security), user);
        LocalDate today = days.today();
        return Answer.of("Usage summary.", UsageSummary.of(history.byDay(whose, today.minusDays(length - 1L), today)));
    }

    @GET
    @Path("usage-hours")
    @Operation(
            operationId = "listUsageHours",
            summary = "Usage hour by hour",
            description =
                    "The present hour of the clock and those before it, newest first, also those without use. Staff"
                            + " see the sums of all users, or one user's by ?user.")
    @Refuses(ProblemType.USER_NOT_FOUND)
    public PageView<HourUsage> usageHours(
            @QueryParam("hours") @Parameter(description = "1 to 48. Absent: 24", example = "48") @Nullable
                    String number,
            @QueryParam("user") @Parameter(description = "Id of a user; staff only. Absent: all") @Nullable String user,
            @QueryParam("page") @Parameter(description = PageQuery.PAGE) @Nullable String page,
            @QueryParam("page_size") @Parameter(description = PageQuery.PAGE_SIZE) @Nullable String pageSize,
            @Context SecurityContext security,
            @Context UriInfo uri) {
        PageQuery query = PageQuery.of(page, pageSize, null);
        int hours = number(number, "hours", DEFAULT_HOURS, MAX_HOURS);
        Long whose = audience.of(Caller.of(security), user);
        List<HourUsage> rows = newestFirst(history.byHour(whose, hours), HourUsage::of).stream()
                .skip(query.offset())
                .limit(query.size())
                .toList();
        return PageView.numbered(query, PageLinks.of(uri, web.publicUrl()), hours, rows, Function.identity());
    }

    private static <S, T> List<T> newestFirst(SortedMap<S, Figures> spans, BiFunction<S, Figures, T> view) {
        return spans.entrySet().stream()
                .map(span -> view.apply(span.getKey(), span.getValue()))
                .toList()
                .reversed();
    }

    private static int number(@Nullable String text, String parameter, int preset, int most) {
        if (text == null || text.isEmpty()) {
            return preset;
        }
        int number = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > most) {
            throw FieldErrors.invalid(parameter, "must be a number from 1 to " + most);
        }
        return number;
    }

    private static LocalDate latest(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }
}

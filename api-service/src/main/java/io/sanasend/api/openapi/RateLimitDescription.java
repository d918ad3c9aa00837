package io.sanasend.api.openapi;

import io.sanasend.api.limit.LimitExceeded;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Describes how callers learn of their limits: by headers of every answer, and by a member of a refusal. */
final class RateLimitDescription {

    /** Those that every answer of the API has. */
    static final List<String> HEADERS =
            List.of("RateLimit-Policy", "RateLimit", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset");

    private RateLimitDescription() {}

    /** The member of a refusal, in the order in which it is written. */
    static Map<String, Object> example() {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("limit", 600);
        example.put("current", 600);
        example.put("period", "minute");
        example.put("reset_time", "2026-01-31T12:00:30Z");
        return example;
    }

    static void addTo(Components components) {
        components.addHeader(
                "RateLimit-Policy",
                text(
                        "The limits this request counts against (draft-ietf-httpapi-ratelimit-headers): q is how many are"
                                + " allowed, w the seconds in which they come back",
                        "\"requests-per-key\";q=600;w=60"));
        components.addHeader(
                "RateLimit",
                text(
                        "What is left of them: r is how many are allowed now, t the seconds until all are",
                        "\"requests-per-key\";r=599;t=1"));
        components.addHeader("X-RateLimit-Limit", number("How many the tightest of them allows", 600));
        components.addHeader("X-RateLimit-Remaining", number("How many of these are allowed now", 599));
        components.addHeader(
                "X-RateLimit-Reset", number("When all are: seconds since 1970-01-01T00:00:00Z", 1_769_860_801));
        components.getSchemas().get("Problem").addProperty(LimitExceeded.MEMBER, member());
    }

    private static Schema member() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description("The limit that refused, of RATE_LIMIT_EXCEEDED alone")
                .addProperty("limit", count("How many are allowed in the period"))
                .addProperty("current", count("How many of them are used"))
                .addProperty(
                        "period",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.STRING)
                                .examples(List.of("minute", "day")))
                .addProperty(
                        "reset_time",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.STRING)
                                .format("date-time")
                                .description("When all are allowed again. Retry-After says when the next is"));
    }

    private static Schema count(String description) {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.INTEGER)
                .format("int64")
                .description(description);
    }

    private static Header text(String description, String example) {
        return ProblemResponses.header(description, Schema.SchemaType.STRING).example(example);
    }

    private static Header number(String description, long example) {
        return ProblemResponses.header(description, Schema.SchemaType.INTEGER).example(example);
    }
}

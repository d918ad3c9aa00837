package io.sanasend.endtoend.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Everything confidential that went over HTTP in this run, by the name of its field: what no log may hold. Safe for use by
 * many threads.
 */
public final class Secrets {

    private static final Set<String> FIELDS = Set.of(
            "password",
            "old_password",
            "new_password",
            "access",
            "refresh",
            "key",
            "qr",
            "qrPayload",
            "qrCode",
            "message",
            "caption",
            "content",
            "recipient",
            "phone",
            "phoneNumber",
            "search",
            "Authorization",
            "X-Api-Key");

    /** Other codes are words that say what went wrong. */
    private static final Pattern PAIRING_CODE = Pattern.compile("[0-9A-Z]{4}-?[0-9A-Z]{4}");

    /** Shorter ones are found in any log by chance. */
    private static final int SHORTEST = 8;

    private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

    private Secrets() {}

    /** Collects from what a request carries. */
    static void ofRequest(JsonNode json) {
        collect(json, true);
    }

    /** Collects from an answer, whose {@code message} is words of the service and no secret. */
    static void ofAnswer(JsonNode json) {
        collect(json, false);
    }

    static void of(Map<String, String> fields) {
        fields.forEach(Secrets::add);
    }

    private static void collect(JsonNode json, boolean withMessage) {
        json.properties().forEach(property -> {
            JsonNode value = property.getValue();
            if (value.isTextual() && (withMessage || !property.getKey().equals("message"))) {
                add(property.getKey(), value.asText());
            } else {
                collect(value, withMessage);
            }
        });
        if (json.isArray()) {
            json.forEach(element -> collect(element, withMessage));
        }
    }

    private static void add(String field, String value) {
        String secret = value.replaceFirst("^(Bearer|ApiKey) ", "").replaceFirst("^\\+", "");
        boolean confidential = FIELDS.contains(field)
                || (field.equals("code") && PAIRING_CODE.matcher(value).matches());
        if (confidential && secret.length() >= SHORTEST) {
            KNOWN.putIfAbsent(secret, field);
        }
    }

    /** The kinds that were collected. */
    public static SortedSet<String> kinds() {
        return new TreeSet<>(KNOWN.values());
    }

    /** The kinds of secrets that a line holds. */
    public static Set<String> in(String line) {
        return KNOWN.entrySet().stream()
                .filter(secret -> line.contains(secret.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
    }
}

package io.sanasend.api.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What something was like, or is: a few named values. Immutable; the same facts have the same JSON. Free text is cut, and
 * long numbers in it are masked, since people call things by their telephone number. What is hidden is compared, and never
 * shown or stored.
 */
public final class Facts {

    /** Nothing to tell. */
    public static final Facts NONE = new Facts(new TreeMap<>());

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_TEXT = 200;
    /** Seven digits or more, with what people write between them; all but the last two are covered. */
    private static final Pattern LONG_NUMBER = Pattern.compile("\\+?\\d(?:[ ()./-]?\\d){4,}[ ()./-]?(?=\\d\\d)");

    private final SortedMap<String, @Nullable Object> values;

    private Facts(SortedMap<String, @Nullable Object> values) {
        this.values = values;
    }

    /** With a value of ours: a number, a flag, a name out of a closed set, a list of such. */
    public Facts with(String name, @Nullable Object value) {
        return plus(
                name,
                switch (value) {
                    case Instant time -> time.toString();
                    case Duration time -> time.toString();
                    case Collection<?> many ->
                        many.stream().map(String::valueOf).sorted().toList();
                    case null, default -> value;
                });
    }

    /** With what somebody wrote. */
    public Facts withText(String name, @Nullable String text) {
        if (text == null) {
            return plus(name, null);
        }
        String masked = LONG_NUMBER.matcher(text).replaceAll("…");
        return plus(
                name,
                masked.substring(
                        0,
                        masked.offsetByCodePoints(
                                0, Math.min(LONGEST_TEXT, masked.codePointCount(0, masked.length())))));
    }

    /** With something of which it only matters whether it changed. */
    public Facts withHidden(String name, @Nullable Object value) {
        return plus(name, new Hidden(value));
    }

    /** Those of them that are not the same in the others. */
    Facts differingFrom(Facts others) {
        TreeMap<String, @Nullable Object> differing = new TreeMap<>(values);
        differing
                .entrySet()
                .removeIf(fact -> others.values.containsKey(fact.getKey())
                        && Objects.equals(fact.getValue(), others.values.get(fact.getKey())));
        return new Facts(differing);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** Null if there are none. */
    @Nullable
    String toJson() {
        TreeMap<String, @Nullable Object> shown = new TreeMap<>();
        values.forEach((name, value) -> shown.put(name, value instanceof Hidden ? Hidden.SHOWN : value));
        try {
            return isEmpty() ? null : JSON.writeValueAsString(shown);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what {@link #toJson} wrote; somebody else may have written something else. */
    static @Nullable Map<String, @Nullable Object> read(@Nullable String json) {
        try {
            return json == null ? null : JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException _) {
            return Map.of("unreadable", true);
        }
    }

    private Facts plus(String name, @Nullable Object value) {
        TreeMap<String, @Nullable Object> more = new TreeMap<>(values);
        more.put(name, value);
        return new Facts(more);
    }

    @Override
    public String toString() {
        return "Facts" + values.keySet();
    }

    /** A value that is only compared. */
    private record Hidden(@Nullable Object value) {

        static final String SHOWN = "(hidden)";

        @Override
        public String toString() {
            return SHOWN;
        }
    }
}

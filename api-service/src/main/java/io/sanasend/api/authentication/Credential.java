package io.sanasend.api.authentication;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a request proves itself with. {@code toString} never shows it. */
sealed interface Credential {

    /** {@code Authorization: Bearer …}. */
    record Bearer(String token) implements Credential {
        @Override
        public String toString() {
            return "Bearer[…]";
        }
    }

    /** {@code X-Api-Key: …} or {@code Authorization: ApiKey …}. */
    record Key(String text) implements Credential {
        @Override
        public String toString() {
            return "Key[…]";
        }
    }

    /** An {@code Authorization} header of no scheme this service knows. */
    record Unknown() implements Credential {}

    /** No credential at all. */
    record None() implements Credential {}

    /** The credential of a request; a key in its own header goes first. A Bearer that is a key counts as one. */
    static Credential of(HttpServerRequest request) {
        String key = request.getHeader("X-Api-Key");
        if (key != null) {
            return new Key(key.strip());
        }
        return ofAuthorization(request.getHeader(HttpHeaders.AUTHORIZATION));
    }

    private static Credential ofAuthorization(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return new None();
        }
        String text = header.strip();
        int space = 0;
        while (space < text.length() && !Character.isWhitespace(text.charAt(space))) {
            space++;
        }
        String value = text.substring(space).strip();
        return switch (text.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer" -> value.startsWith("wsk_") ? new Key(value) : new Bearer(value);
            case "apikey" -> new Key(value);
            default -> new Unknown();
        };
    }
}

package io.sanasend.api;

import io.sanasend.api.security.RsaKey;
import io.sanasend.api.security.UnusableKey;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The settings without a default, when a secret is too weak to start with, and what no default can stand for. */
final class RequiredSettings {

    private static final int MIN_SECRET = 32;
    private static final int MIN_DISTINCT = 5;

    private static final List<String> SECRETS = List.of("SANASEND_API_KEY_PEPPER", "SANASEND_WORKER_SECRET");
    private static final List<String> OTHERS =
            List.of("SANASEND_DATABASE_URL", "SANASEND_DATABASE_USERNAME", "SANASEND_MEDIA_DIR");
    private static final List<String> QUOTAS = List.of(
            "SANASEND_LIMITS_REQUESTS_PER_KEY",
            "SANASEND_LIMITS_REQUESTS_PER_USER",
            "SANASEND_LIMITS_REQUESTS_PER_ADDRESS");
    private static final List<String> LOG_FORMATS = List.of("text", "json");
    private static final String JWT_KEY = "SANASEND_JWT_KEY_FILE";
    private static final String HOW_TO_MAKE_ONE =
            "make one with: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out jwt-key.pem";
    private static final List<String> PLACEHOLDERS = List.of("changeme", "change-me", "change_me", "your-secret");

    private RequiredSettings() {}

    /** Everything that is missing or weak, one sentence each; never with a value. */
    static List<String> problemsOf(Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        for (String name : OTHERS) {
            if (environment.getOrDefault(name, "").isBlank()) {
                problems.add(name + " is not set");
            }
        }
        for (String name : SECRETS) {
            addProblemOfSecret(problems, name, environment.getOrDefault(name, ""));
        }
        addProblemOfKey(problems, environment.getOrDefault(JWT_KEY, ""));
        String database = environment.getOrDefault("SANASEND_DATABASE_URL", "");
        if (!database.isBlank() && !database.startsWith("jdbc:postgresql:")) {
            problems.add("SANASEND_DATABASE_URL must start with jdbc:postgresql:");
        }
        String timezone = environment.getOrDefault("SANASEND_TIMEZONE", "UTC");
        if (!ZoneId.getAvailableZoneIds().contains(timezone)) {
            problems.add("SANASEND_TIMEZONE is not the IANA name of a time zone, such as Europe/Berlin or UTC");
        }
        if (!LOG_FORMATS.contains(environment.getOrDefault("SANASEND_LOG_FORMAT", "text"))) {
            problems.add("SANASEND_LOG_FORMAT must be text or json");
        }
        for (String name : QUOTAS) {
            if (!environment.getOrDefault(name, "1").matches("[1-9][0-9]{0,8}")) {
                problems.add(name + " must be a whole number of requests a minute, from 1 to 999999999");
            }
        }
        return problems;
    }

    private static void addProblemOfKey(List<String> problems, String file) {
        if (file.isBlank()) {
            problems.add(JWT_KEY + " is not set; " + HOW_TO_MAKE_ONE);
            return;
        }
        try {
            RsaKey.read(Path.of(file.strip()));
        } catch (UnusableKey | InvalidPathException e) {
            problems.add(JWT_KEY + " " + e.getMessage() + "; " + HOW_TO_MAKE_ONE);
        }
    }

    private static void addProblemOfSecret(List<String> problems, String name, String secret) {
        String folded = secret.toLowerCase(Locale.ROOT);
        if (secret.isBlank()) {
            problems.add(name + " is not set; make one with: openssl rand -hex 32");
        } else if (secret.length() < MIN_SECRET) {
            problems.add(name + " is too short: at least " + MIN_SECRET + " characters");
        } else if (secret.chars().distinct().count() < MIN_DISTINCT
                || PLACEHOLDERS.stream().anyMatch(folded::contains)) {
            problems.add(name + " is a placeholder, not a secret; make one with: openssl rand -hex 32");
        }
    }
}

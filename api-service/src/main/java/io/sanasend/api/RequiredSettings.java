package io.sanasend.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The settings without a default, and when a secret is too weak to start with. */
final class RequiredSettings {

    private static final int MIN_SECRET = 32;
    private static final int MIN_DISTINCT = 5;

    private static final List<String> SECRETS =
            List.of("SANASEND_JWT_SECRET", "SANASEND_API_KEY_PEPPER", "SANASEND_WORKER_SECRET");
    private static final List<String> OTHERS =
            List.of("SANASEND_DATABASE_URL", "SANASEND_DATABASE_USERNAME", "SANASEND_MEDIA_DIR");
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
        String database = environment.getOrDefault("SANASEND_DATABASE_URL", "");
        if (!database.isBlank() && !database.startsWith("jdbc:postgresql:")) {
            problems.add("SANASEND_DATABASE_URL must start with jdbc:postgresql:");
        }
        return problems;
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

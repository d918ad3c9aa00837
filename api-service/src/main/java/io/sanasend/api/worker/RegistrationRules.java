package io.sanasend.api.worker;

import io.sanasend.model.wire.WorkerRegistration;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a registration must look like before it is believed. */
final class RegistrationRules {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final Pattern VERSION = Pattern.compile("[\\x20-\\x7e]{1,64}");
    private static final int MAX_ADDRESS = 255;
    private static final int MAX_CAPACITY = 100_000;

    private RegistrationRules() {}

    /** The first rule that is broken, with the field. */
    static Optional<String> brokenBy(WorkerRegistration worker) {
        if (!matches(NAME, worker.workerId())) {
            return broken("workerId", "must be 1 to 128 letters, digits, dots, dashes or underscores");
        }
        if (!matches(NAME, worker.bootId())) {
            return broken("bootId", "must be 1 to 128 letters, digits, dots, dashes or underscores");
        }
        if (!matches(NAME, worker.profiles())) {
            return broken("profiles", "must be 1 to 128 letters, digits, dots, dashes or underscores");
        }
        if (!isAddress(worker.address())) {
            return broken("address", "must be http://host:port or https://host:port and nothing more");
        }
        if (worker.capacity() < 0 || worker.capacity() > MAX_CAPACITY) {
            return broken("capacity", "must be 0 to " + MAX_CAPACITY);
        }
        if (worker.sessions() < 0 || worker.sessions() > MAX_CAPACITY) {
            return broken("sessions", "must be 0 to " + MAX_CAPACITY);
        }
        if (!matches(VERSION, worker.version())) {
            return broken("version", "must be 1 to 64 printable characters");
        }
        return Optional.empty();
    }

    private static Optional<String> broken(String field, String rule) {
        return Optional.of(field + " " + rule);
    }

    /** Jackson passes what is missing as null, whatever the type says. */
    private static boolean matches(Pattern form, @Nullable String text) {
        return text != null && form.matcher(text).matches();
    }

    private static boolean isAddress(@Nullable String text) {
        if (text == null || text.length() > MAX_ADDRESS) {
            return false;
        }
        try {
            URI address = new URI(text);
            boolean bare = (address.getRawPath() == null || address.getRawPath().isEmpty())
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null
                    && address.getRawUserInfo() == null;
            return bare
                    && address.getHost() != null
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()));
        } catch (URISyntaxException _) {
            return false;
        }
    }
}

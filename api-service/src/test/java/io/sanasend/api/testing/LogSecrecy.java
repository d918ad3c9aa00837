package io.sanasend.api.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails the test during which something was logged that looks confidential, whatever logged it. */
final class LogSecrecy implements BeforeEachCallback, AfterEachCallback {

    private static final Map<String, Pattern> CONFIDENTIAL = Map.of(
            "an access token", Pattern.compile("eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}"),
            "an API key", Pattern.compile("wsk_[0-9A-Za-z]{12}_[0-9A-Za-z]{8,}"),
            "a refresh token", Pattern.compile("(?<![\\w-])[A-Za-z0-9_-]{43}(?![\\w-])"),
            "a QR text", Pattern.compile("linked_devices#\\w|(?<!\\w)[0-9]@[A-Za-z0-9+/=]{8,}"),
            "a phone number", Pattern.compile("(?<!\\d)49(15|30)\\d{7,10}(?!\\d)"),
            "a password",
                    Pattern.compile(
                            Pattern.quote(TestCallers.PASSWORD) + "|" + Pattern.quote(LocalServices.ADMIN_PASSWORD)));

    private static final Logger ROOT = Logger.getLogger("");
    private static final Lines LINES = new Lines();

    @Override
    public void beforeEach(ExtensionContext context) {
        // Each start of the service sets the handlers anew.
        if (!Arrays.asList(ROOT.getHandlers()).contains(LINES)) {
            ROOT.addHandler(LINES);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        for (String line : LINES.taken()) {
            CONFIDENTIAL.forEach((what, pattern) -> {
                if (pattern.matcher(line).find()) {
                    throw new AssertionError(what + " was logged: " + line);
                }
            });
        }
    }

    /** What was logged since it was last taken, with the texts of exceptions. */
    private static final class Lines extends Handler {

        private final List<String> lines = new ArrayList<>();

        Lines() {
            setFormatter(new SimpleFormatter());
            setLevel(Level.ALL);
        }

        @Override
        public synchronized void publish(LogRecord line) {
            lines.add(getFormatter().format(line));
        }

        synchronized List<String> taken() {
            List<String> taken = List.copyOf(lines);
            lines.clear();
            return taken;
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}

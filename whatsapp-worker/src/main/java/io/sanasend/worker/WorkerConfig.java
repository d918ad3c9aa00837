package io.sanasend.worker;

import io.sanasend.worker.browser.InstalledBrowsers;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The worker's settings, read from the environment once.
 *
 * @param id the worker's name, the same after a restart; without it one that is kept in the data directory
 * @param address where the api reaches the worker; without it, where it listens
 * @param secret what the api and the worker share; at least 32 characters
 * @param whatsappUrl the page that is opened
 * @param data the worker's own directory: uploads, events on their way, logs
 * @param profiles the directory of the browsers' profiles; workers of one machine may share it
 * @param eventsUrls base address of the internal port of each copy of the api
 * @param chrome a browser binary that is preferred to those on the PATH
 * @param chromeArguments appended to the browser's command line
 * @param waJs a file that replaces the packaged wa-js
 * @param maxSessions how many browsers may run
 * @param logFormat how a line of the log looks
 */
public record WorkerConfig(
        String host,
        int port,
        @Nullable String id,
        @Nullable URI address,
        String secret,
        URI whatsappUrl,
        Path data,
        Path profiles,
        List<URI> eventsUrls,
        InstalledBrowsers.Choice browser,
        @Nullable Path chrome,
        @Nullable Path chromedriver,
        List<String> chromeArguments,
        @Nullable Path waJs,
        int maxSessions,
        LogFormat logFormat) {

    /** For a person, or one JSON object a line. */
    public enum LogFormat {
        TEXT,
        JSON
    }

    private static final int SECRET_LENGTH = 32;
    private static final int DISTINCT_CHARACTERS = 8;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public WorkerConfig {
        chromeArguments = List.copyOf(chromeArguments);
    }

    /** The settings are wrong; the message has one line for each that is. */
    static final class Invalid extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Invalid(List<String> problems) {
            super("The worker cannot start:\n - " + String.join("\n - ", problems));
        }
    }

    /**
     * Reads the settings.
     *
     * @throws Invalid if any is missing or wrong; all of them are named
     */
    public static WorkerConfig from(Map<String, String> environment) {
        return new Reader(environment).read();
    }

    @Override
    public String toString() {
        return "WorkerConfig[" + host + ":" + port + ", id=" + id + ", page=" + whatsappUrl + ", data=" + data
                + ", profiles=" + profiles + ", events=" + eventsUrls + ", maxSessions=" + maxSessions + "]";
    }

    /** Collects all problems, so that an operator mends them at once. */
    private static final class Reader {
        private final Map<String, String> environment;
        private final List<String> problems = new ArrayList<>();

        Reader(Map<String, String> environment) {
            this.environment = environment;
        }

        WorkerConfig read() {
            String secret = required("SANASEND_WORKER_SECRET", "the secret it shares with the api");
            if (!secret.isEmpty() && secret.length() < SECRET_LENGTH) {
                problems.add("SANASEND_WORKER_SECRET has fewer than " + SECRET_LENGTH + " characters");
            } else if (!secret.isEmpty() && secret.chars().distinct().count() < DISTINCT_CHARACTERS) {
                problems.add("SANASEND_WORKER_SECRET repeats itself; make a random one");
            }
            String data = required("SANASEND_WORKER_DATA", "a directory of its own that it may write to");
            var config = new WorkerConfig(
                    value("SANASEND_WORKER_HOST", "127.0.0.1"),
                    number("SANASEND_WORKER_PORT", 3000, 0, 65_535),
                    id(),
                    value("SANASEND_WORKER_ADDRESS", "").isEmpty()
                            ? null
                            : address("SANASEND_WORKER_ADDRESS", "http://127.0.0.1:3000"),
                    secret,
                    address("SANASEND_WHATSAPP_URL", "https://web.whatsapp.com"),
                    directory(data),
                    directory(value("SANASEND_PROFILES", data + "/sessions")),
                    addresses("SANASEND_EVENTS_URL", "http://127.0.0.1:8081"),
                    parsed("SANASEND_BROWSER", "auto", WorkerConfig.Reader::choice, "auto, shell or chrome"),
                    file("SANASEND_CHROME"),
                    file("SANASEND_CHROMEDRIVER"),
                    words(value("SANASEND_CHROME_ARGS", "")),
                    file("SANASEND_WAJS_FILE"),
                    number("SANASEND_MAX_SESSIONS", 50, 1, 1000),
                    parsed(
                            "SANASEND_LOG_FORMAT",
                            "text",
                            name -> LogFormat.valueOf(name.toUpperCase(Locale.ROOT)),
                            "text or json"));
            if (!problems.isEmpty()) {
                throw new Invalid(problems);
            }
            return config;
        }

        private @Nullable String id() {
            String id = value("SANASEND_WORKER_ID", "");
            if (id.isEmpty()) {
                return null;
            }
            if (!ID.matcher(id).matches()) {
                problems.add("SANASEND_WORKER_ID is not 1 to 64 letters, digits, dots, dashes or underscores");
            }
            return id;
        }

        private static Path directory(String path) {
            return Path.of(path).toAbsolutePath().normalize();
        }

        private String value(String name, String fallback) {
            String value = environment.getOrDefault(name, "").strip();
            return value.isEmpty() ? fallback : value;
        }

        private String required(String name, String meaning) {
            String value = value(name, "");
            if (value.isEmpty()) {
                problems.add(name + " is not set: " + meaning);
            }
            return value;
        }

        private <T> T parsed(String name, String fallback, Function<String, T> parser, String form) {
            try {
                return parser.apply(value(name, fallback));
            } catch (IllegalArgumentException e) {
                problems.add(name + " is not " + form);
                return parser.apply(fallback);
            }
        }

        private int number(String name, int fallback, int least, int most) {
            String form = "a number from " + least + " to " + most;
            return parsed(
                    name,
                    String.valueOf(fallback),
                    text -> {
                        int number = Integer.parseInt(text);
                        if (number < least || number > most) {
                            throw new IllegalArgumentException();
                        }
                        return number;
                    },
                    form);
        }

        private URI address(String name, String fallback) {
            return parsed(name, fallback, Reader::httpAddress, "an http or https address");
        }

        private List<URI> addresses(String name, String fallback) {
            return parsed(
                    name,
                    fallback,
                    text -> Stream.of(text.split(",", -1))
                            .map(String::strip)
                            .map(Reader::httpAddress)
                            .toList(),
                    "an http or https address, or several with commas between them");
        }

        private static URI httpAddress(String text) {
            URI address = URI.create(text);
            if (address.getHost() == null || !List.of("http", "https").contains(address.getScheme())) {
                throw new IllegalArgumentException();
            }
            return address;
        }

        private @Nullable Path file(String name) {
            String value = value(name, "");
            if (value.isEmpty()) {
                return null;
            }
            Path path = Path.of(value).toAbsolutePath().normalize();
            if (!Files.isReadable(path) || !Files.isRegularFile(path)) {
                problems.add(name + " is " + path + ", which is not a readable file");
            }
            return path;
        }

        private static InstalledBrowsers.Choice choice(String name) {
            return InstalledBrowsers.Choice.valueOf(name.toUpperCase(Locale.ROOT));
        }

        private static List<String> words(String text) {
            return Arrays.stream(text.split("\\s+"))
                    .filter(word -> !word.isEmpty())
                    .toList();
        }
    }
}

package io.sanasend.local.stack;

import io.sanasend.local.files.PrivateDirectory;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The staff user that the first start creates. Kept in a file of two lines, {@code username=…} and {@code password=…}. */
public record AdminLogin(String username, String password) {

    private static final String FILE = "admin-credentials";
    private static final String USERNAME = "username";
    private static final String PASSWORD = "password";
    /** 120 random bits, and few enough characters to type. */
    private static final int PASSWORD_LENGTH = 20;

    private static final Pattern LINE = Pattern.compile("(?m)^(\\w+)=(.*)$");

    /**
     * The log-in the api was or will be given: the file's when there is one, because the user is created only once; else the
     * environment's; else a new one. Written to the file in the last two cases.
     */
    static AdminLogin of(StackSettings settings, PrivateDirectory home, Supplier<String> random) {
        return read(home).orElseGet(() -> {
            AdminLogin login = settings.value("SANASEND_ADMIN_PASSWORD")
                    .map(password -> new AdminLogin(
                            settings.value("SANASEND_ADMIN_USERNAME").orElse("admin"), password))
                    .orElseGet(() -> new AdminLogin("admin", random.get().substring(0, PASSWORD_LENGTH)));
            home.write(FILE, USERNAME + "=" + login.username() + "\n" + PASSWORD + "=" + login.password());
            return login;
        });
    }

    /** The log-in of the stack that lives there, if it was ever started. */
    public static Optional<AdminLogin> read(PrivateDirectory home) {
        return home.read(FILE).flatMap(text -> {
            Map<String, String> lines = LINE.matcher(text)
                    .results()
                    .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2), (first, _) -> first));
            return lines.containsKey(USERNAME) && lines.containsKey(PASSWORD)
                    ? Optional.of(new AdminLogin(lines.get(USERNAME), lines.get(PASSWORD)))
                    : Optional.empty();
        });
    }

    /** Where a person finds it. */
    static String file(PrivateDirectory home) {
        return home.file(FILE).toString();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "AdminLogin[" + username + "]";
    }
}

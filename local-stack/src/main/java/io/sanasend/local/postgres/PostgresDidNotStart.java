package io.sanasend.local.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** PostgreSQL could not be started; the message ends with its own last words and says where the others are. */
public final class PostgresDidNotStart extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int LINES_SHOWN = 3;

    PostgresDidNotStart(Path data, Path log, Throwable cause) {
        super(
                "PostgreSQL did not start in " + data + ": " + cause.getMessage()
                        + ". Common causes: another process uses the directory; the disk is full; run as root, it needs"
                        + " `unshare` (package util-linux) and user namespaces; run as a user without a name, it"
                        + " refuses. Its log " + log + " ends:" + lastLines(log),
                cause);
    }

    private static String lastLines(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()).stream()
                    .reduce("", (text, line) -> text + "\n    " + line);
        } catch (IOException _) {
            return " (it cannot be read)";
        }
    }
}

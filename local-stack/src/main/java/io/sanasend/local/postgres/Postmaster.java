package io.sanasend.local.postgres;

import io.sanasend.local.process.Ending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The server process of one data directory, as its own {@code postmaster.pid} tells it.
 *
 * @param process the running process
 * @param port where it listens
 */
record Postmaster(ProcessHandle process, int port) {

    private static final String PID_FILE = "postmaster.pid";
    /** Lines of the pid file, as PostgreSQL's documentation lists them: pid, data directory, start, port, … */
    private static final int PID_LINE = 0;

    private static final int PORT_LINE = 3;

    /**
     * The server that runs on that directory now. A pid file that names a process which is no PostgreSQL (the number was
     * used again after a crash) is removed: the next server would refuse to start because of it.
     */
    static Optional<Postmaster> runningIn(Path cluster) {
        List<String> lines = lines(cluster);
        if (lines.size() <= PORT_LINE) {
            return Optional.empty();
        }
        try {
            Optional<ProcessHandle> process =
                    ProcessHandle.of(Long.parseLong(lines.get(PID_LINE).strip()));
            if (process.isPresent() && isSomethingElse(process.get())) {
                Files.deleteIfExists(cluster.resolve(PID_FILE));
                return Optional.empty();
            }
            int port = Integer.parseInt(lines.get(PORT_LINE).strip());
            return process.filter(found -> !Ending.hasEnded(found)).map(found -> new Postmaster(found, port));
        } catch (NumberFormatException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the stale " + cluster.resolve(PID_FILE), e);
        }
    }

    /** True only when the command is known and is not PostgreSQL's: an unknown one gets the benefit of the doubt. */
    private static boolean isSomethingElse(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> !Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(false);
    }

    private static List<String> lines(Path cluster) {
        try {
            return Files.readAllLines(cluster.resolve(PID_FILE));
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + cluster.resolve(PID_FILE), e);
        }
    }
}

package io.sanasend.local.postgres;

import io.sanasend.local.process.Ending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
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
    private static final Duration FOR_BACKENDS = Duration.ofSeconds(10);

    /** The server that runs on that directory now. */
    static Optional<Postmaster> runningIn(Path cluster) {
        List<String> lines = lines(cluster);
        if (lines.size() <= PORT_LINE) {
            return Optional.empty();
        }
        try {
            int port = Integer.parseInt(lines.get(PORT_LINE).strip());
            return ProcessHandle.of(Long.parseLong(lines.get(PID_LINE).strip()))
                    .filter(process -> !Ending.hasEnded(process))
                    .filter(process -> !isSomethingElse(process))
                    .map(process -> new Postmaster(process, port));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /**
     * Makes the directory of a killed server ready for the next one, to be called when none runs in it. PostgreSQL refuses to
     * start while any process has the number in its pid file, be it a zombie or an unrelated program that got the number
     * later; so the file goes, but not before the last backend of the dead server is gone, which would still write.
     */
    static void forgetDeadOne(Path cluster) {
        if (!Files.exists(cluster.resolve(PID_FILE))) {
            return;
        }
        List<ProcessHandle> backends = workingIn(cluster);
        for (ProcessHandle backend : backends) {
            if (!Ending.awaitExit(backend, FOR_BACKENDS)) {
                throw new IllegalStateException(
                        "process " + backend.pid() + " of a killed PostgreSQL still works in " + cluster);
            }
        }
        try {
            Files.deleteIfExists(cluster.resolve(PID_FILE));
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

    /** Every process of a server has its data directory as the working directory. Finds none on a system without /proc. */
    private static List<ProcessHandle> workingIn(Path cluster) {
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    try {
                        Path link = Path.of("/proc", Long.toString(process.pid()), "cwd");
                        return Files.readSymbolicLink(link).equals(cluster.toRealPath());
                    } catch (IOException _) {
                        // Another user's, or just ended.
                        return false;
                    }
                })
                .toList();
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

package io.sanasend.local.process;

import java.nio.file.Path;

/**
 * Where a database server keeps its files, and what becomes of it when this JVM ends.
 *
 * @param data its directory: data, passwords, pid file; kept between starts
 * @param log the file its output is appended to
 * @param onExit what happens when the JVM exits before the owner closed the server
 */
public record ServerFiles(Path data, Path log, OnExit onExit) {

    /** What a JVM that exits in an orderly way does with a server nobody closed. */
    public enum OnExit {
        /** Stops it: right for tests, where a failure must leave nothing behind. */
        STOP,
        /** Leaves it to the owner, which has a shutdown hook of its own and an order to keep. */
        LEAVE_TO_OWNER
    }

    public ServerFiles {
        data = data.toAbsolutePath().normalize();
        log = log.toAbsolutePath().normalize();
    }

    /** Everything in one directory, stopped when the JVM exits. */
    public static ServerFiles in(Path directory) {
        return new ServerFiles(directory, directory.resolve("server.log"), OnExit.STOP);
    }
}

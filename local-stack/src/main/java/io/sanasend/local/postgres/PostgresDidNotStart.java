package io.sanasend.local.postgres;

import java.nio.file.Path;

/** PostgreSQL could not be started; the message says where its own words are. */
public final class PostgresDidNotStart extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PostgresDidNotStart(Path data, Path log, Throwable cause) {
        super(
                "PostgreSQL did not start in " + data + ": " + cause.getMessage() + ". See " + log
                        + ". Common causes: another process uses the directory; the disk is full; run as root, it needs"
                        + " `unshare` (package util-linux) and user namespaces.",
                cause);
    }
}

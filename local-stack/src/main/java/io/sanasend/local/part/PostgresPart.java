package io.sanasend.local.part;

import io.sanasend.local.postgres.PostgresDidNotStart;
import io.sanasend.local.postgres.PostgresServer;
import io.sanasend.local.process.ServerFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The stack's own PostgreSQL. */
public final class PostgresPart implements Part {

    private final Path data;
    private final LogFile log;
    private volatile @Nullable PostgresServer server;

    public PostgresPart(Path data, LogFile log) {
        this.data = data;
        this.log = log;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public LogFile log() {
        return log;
    }

    @Override
    public String start() {
        // A dead server's object still holds the lock of the data directory.
        stop();
        try {
            PostgresServer started =
                    PostgresServer.start(new ServerFiles(data, logFile(), ServerFiles.OnExit.LEAVE_TO_OWNER));
            server = started;
            return started.jdbcUrl();
        } catch (PostgresDidNotStart e) {
            throw new PartDidNotStart(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public URI check() {
        return URI.create("tcp://127.0.0.1:" + server().port());
    }

    @Override
    public Optional<ProcessHandle> process() {
        return Optional.ofNullable(server).flatMap(PostgresServer::process);
    }

    @Override
    public void stop() {
        PostgresServer running = server;
        if (running != null) {
            running.close();
            server = null;
        }
    }

    /** The server, after a good {@link #start()}. */
    public PostgresServer server() {
        PostgresServer running = server;
        if (running == null) {
            throw new IllegalStateException("PostgreSQL was not started");
        }
        return running;
    }
}

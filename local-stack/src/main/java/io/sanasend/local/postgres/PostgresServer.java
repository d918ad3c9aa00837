package io.sanasend.local.postgres;

import io.sanasend.local.files.PrivateDirectory;
import io.sanasend.local.files.RandomSecret;
import io.sanasend.local.files.TemporaryDirectory;
import io.sanasend.local.process.Ending;
import io.sanasend.local.process.ExitHook;
import io.sanasend.local.process.ServerFiles;
import io.sanasend.local.process.StablePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of its own for one data directory, on a free port of 127.0.0.1.
 *
 * <p>It owns the server process: {@link #close()} stops it in an orderly way. Data, and the passwords it generated, stay
 * in the directory for the next start. A server that a killed JVM left behind is taken over with all its data. The user
 * it hands out owns the database {@code sanasend} and nothing else; every connection needs a password.
 *
 * <p>The first start of a machine unpacks the binaries (some seconds), the first start of a directory creates the cluster.
 * Safe for use by several threads.
 */
public final class PostgresServer implements AutoCloseable {

    private static final String DATABASE = "sanasend";
    private static final Duration STARTUP = Duration.ofSeconds(60);
    /** After that it is looked at again: a server that was killed while it started is not waited for. */
    private static final Duration ATTEMPT = Duration.ofSeconds(5);

    private static final Duration STOP = Duration.ofSeconds(15);
    private static final String CLUSTER = "cluster";
    private static final String LIBRARY_LOCK = "epg-lock";
    private static final String SUPERUSER_PASSWORD = "superuser-password";
    private static final String PASSWORD = "password";
    /** Written after the first good start: a cluster without it is the rest of an interrupted creation and holds nothing. */
    private static final String COMPLETE = "cluster-complete";

    private final EmbeddedPostgres embedded;
    private final Path cluster;
    private final String password;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final @Nullable ExitHook exitHook;

    private PostgresServer(EmbeddedPostgres embedded, Path cluster, String password, ServerFiles.OnExit onExit) {
        this.embedded = embedded;
        this.cluster = cluster;
        this.password = password;
        this.exitHook = onExit == ServerFiles.OnExit.STOP ? ExitHook.register("stop-postgres", this::stop) : null;
    }

    /**
     * Starts the server of that directory, or takes over the one that runs there; stopped at the latest when the JVM exits.
     *
     * @throws PostgresDidNotStart when it cannot run; the message names its log
     */
    public static PostgresServer start(Path dataDir) {
        return start(ServerFiles.in(dataDir));
    }

    /**
     * Starts the server of those files, or takes over the one that runs there. Blocks until it answers.
     *
     * @throws PostgresDidNotStart when it cannot run; the message names its log
     */
    public static PostgresServer start(ServerFiles files) {
        PrivateDirectory home = new PrivateDirectory(files.data());
        RandomSecret secrets = new RandomSecret(new SecureRandom());
        String superuserPassword = home.readOrCreate(SUPERUSER_PASSWORD, secrets);
        String password = home.readOrCreate(PASSWORD, secrets);
        Path cluster = home.file(CLUSTER);
        try {
            Files.createDirectories(files.log().getParent());
            EmbeddedPostgres embedded = launchPatiently(home, cluster, files, superuserPassword);
            PostgresServer server = new PostgresServer(embedded, cluster, password, files.onExit());
            try {
                createDatabase(embedded, superuserPassword, password);
                home.write(COMPLETE, "yes");
                return server;
            } catch (SQLException e) {
                server.close();
                throw e;
            }
        } catch (IOException | SQLException | IllegalStateException e) {
            throw new PostgresDidNotStart(files.data(), files.log(), e);
        }
    }

    /**
     * Ends the server that a killed JVM left behind in that directory; does nothing when there is none. Clients should have
     * been ended before: PostgreSQL waits for them, and is killed when they stay.
     *
     * @return whether there was one
     */
    public static boolean stopLeftOver(Path dataDir) {
        Optional<Postmaster> left = Postmaster.runningIn(dataDir.resolve(CLUSTER));
        left.ifPresent(postmaster -> Ending.end(postmaster.process(), STOP));
        return left.isPresent();
    }

    /** JDBC address of the database, without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + DATABASE;
    }

    /** The user who owns the database. */
    public String username() {
        return DATABASE;
    }

    /** That user's password; the same on every start of the directory. */
    public String password() {
        return password;
    }

    /** The port it listens on, on 127.0.0.1 only. */
    public int port() {
        return embedded.getPort();
    }

    /** Process id of the server, if it runs. */
    public Optional<Long> pid() {
        return process().map(ProcessHandle::pid);
    }

    /** The server process, while it runs and was not stopped. */
    public Optional<ProcessHandle> process() {
        return Postmaster.runningIn(cluster).map(Postmaster::process).filter(_ -> !closed.get());
    }

    /** Whether the server process still runs. */
    public boolean isRunning() {
        return process().isPresent();
    }

    /** Stops the server and waits until it is gone; open transactions are rolled back. Closing twice is harmless. */
    @Override
    public void close() {
        if (exitHook != null) {
            exitHook.cancel();
        }
        stop();
    }

    private void stop() {
        if (closed.getAndSet(true)) {
            return;
        }
        Optional<Postmaster> postmaster = Postmaster.runningIn(cluster);
        try {
            embedded.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL in " + cluster + " was not stopped in an orderly way", e);
        } finally {
            // The library gives up after some seconds; a killed PostgreSQL loses nothing that was committed.
            postmaster
                    .map(Postmaster::process)
                    .filter(process -> !Ending.awaitExit(process, STOP))
                    .ifPresent(process -> Ending.end(process, Duration.ZERO));
        }
    }

    private static EmbeddedPostgres launchPatiently(
            PrivateDirectory home, Path cluster, ServerFiles files, String superuserPassword) throws IOException {
        long deadline = System.nanoTime() + STARTUP.toNanos();
        while (true) {
            try {
                return launch(home, cluster, files, superuserPassword);
            } catch (IOException e) {
                // The attempt leaves the library's own lock behind, in this very process.
                Files.deleteIfExists(cluster.resolve(LIBRARY_LOCK));
                // One that is still recovering is taken over by the next attempt, one that is gone is started again.
                if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }

    private static EmbeddedPostgres launch(
            PrivateDirectory home, Path cluster, ServerFiles files, String superuserPassword) throws IOException {
        Optional<Postmaster> left = Postmaster.runningIn(cluster);
        if (left.isEmpty()) {
            Postmaster.forgetDeadOne(cluster);
            if (home.read(COMPLETE).isEmpty()) {
                TemporaryDirectory.deleteTree(cluster);
            }
        }
        PostgresBinaries.usePrivateCache();
        Redirect log = Redirect.appendTo(files.log().toFile());
        return EmbeddedPostgres.builder()
                .setPgBinaryResolver(PostgresBinaries.INSTANCE)
                .setDataDirectory(cluster)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(left.map(Postmaster::port).orElseGet(() -> StablePort.of(home)))
                .setPGStartupWait(ATTEMPT)
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .setConnectConfig("password", superuserPassword)
                // Passed on to initdb as they are. The library asks for "trust"; these come after it and win.
                .setLocaleConfig("auth-local", "scram-sha-256")
                .setLocaleConfig("auth-host", "scram-sha-256")
                .setLocaleConfig("pwfile", home.file(SUPERUSER_PASSWORD).toString())
                // The same sort order and case rules on every machine, whatever its locales are.
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "''")
                .setServerConfig("max_connections", "100")
                .setServerConfig("shared_buffers", "64MB")
                // A failed statement may hold a message or a number; terse leaves the values out of the log.
                .setServerConfig("log_error_verbosity", "terse")
                .setServerConfig("log_min_error_statement", "panic")
                .start();
    }

    private static void createDatabase(EmbeddedPostgres embedded, String superuserPassword, String password)
            throws SQLException {
        // The passwords are URL-safe base64, so they need no quoting inside the literal.
        List<String> role =
                List.of("""
                DO $$ BEGIN
                  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%s') THEN CREATE ROLE %s LOGIN; END IF;
                END $$
                """.formatted(DATABASE, DATABASE), "ALTER ROLE %s PASSWORD '%s'".formatted(DATABASE, password));
        try (Connection connection = embedded.getPostgresDatabase().getConnection("postgres", superuserPassword);
                Statement statement = connection.createStatement()) {
            for (String sql : role) {
                statement.execute(sql);
            }
            try (var found =
                    statement.executeQuery("SELECT FROM pg_database WHERE datname = '%s'".formatted(DATABASE))) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("CREATE DATABASE %s OWNER %s".formatted(DATABASE, DATABASE));
            statement.execute("REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(DATABASE));
        }
    }
}

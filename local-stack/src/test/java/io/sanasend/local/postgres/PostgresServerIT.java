package io.sanasend.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sanasend.local.process.Ending;
import io.sanasend.local.testing.OtherJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {

    @TempDir
    Path directory;

    /** Starts a server, tells its pid and waits to be killed. */
    static final class Owner {
        public static void main(String[] arguments) throws IOException {
            PostgresServer server = PostgresServer.start(Path.of(arguments[0]));
            execute(server, "CREATE TABLE kept(word text)", "INSERT INTO kept VALUES ('before the kill')");
            System.out.println(server.pid().orElseThrow());
            System.in.read();
        }
    }

    @Test
    void keepsItsDataOverARestart() throws SQLException {
        try (PostgresServer server = PostgresServer.start(directory)) {
            execute(server, "CREATE TABLE kept(word text)", "INSERT INTO kept VALUES ('first start')");
        }

        try (PostgresServer server = PostgresServer.start(directory)) {
            assertThat(query(server, "SELECT word FROM kept")).isEqualTo("first start");
        }
    }

    @Test
    void isDurableAndListensOnTheLoopbackAddressOnly() throws SQLException {
        try (PostgresServer server = PostgresServer.start(directory)) {
            assertThat(query(server, "SHOW fsync")).isEqualTo("on");
            assertThat(query(server, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(server, "SHOW server_version")).startsWith("18.");
            assertThat(query(server, "SELECT lower('ÄÖ')")).isEqualTo("äö");
        }
    }

    @Test
    void asksForAPasswordThatOnlyTheOwnerCanRead() throws Exception {
        try (PostgresServer server = PostgresServer.start(directory)) {
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), server.username(), "guessed"))
                    .hasMessageContaining("password authentication failed");
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), "postgres", "postgres"))
                    .hasMessageContaining("password authentication failed");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("password"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void givesItsUserNoPowerBeyondTheDatabase() throws SQLException {
        try (PostgresServer server = PostgresServer.start(directory)) {
            assertThat(query(server, "SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("false");
        }
    }

    @Test
    void takesOverTheServerOfAKilledOwnerWithItsData() throws Exception {
        long leftOver;
        try (OtherJvm owner = OtherJvm.run(Owner.class, directory.toString())) {
            leftOver = Long.parseLong(owner.awaitLine(line -> line.matches("\\d+")));
            owner.kill();
        }

        try (PostgresServer server = PostgresServer.start(directory)) {
            assertThat(query(server, "SELECT word FROM kept")).isEqualTo("before the kill");
        }

        assertThat(ProcessHandle.of(leftOver).filter(process -> !Ending.hasEnded(process)))
                .isEmpty();
    }

    @Test
    void startsAfterItsOwnerAndItWereKilled() throws Exception {
        try (OtherJvm owner = OtherJvm.run(Owner.class, directory.toString())) {
            long pid = Long.parseLong(owner.awaitLine(line -> line.matches("\\d+")));
            owner.kill();
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            postmaster.destroyForcibly();
            postmaster.onExit().join();
        }

        try (PostgresServer server = PostgresServer.start(directory)) {
            assertThat(query(server, "SELECT word FROM kept")).isEqualTo("before the kill");
        }
    }

    @Test
    void startsAfterItWasKilledWhileItStarted() throws Exception {
        PostgresServer.start(directory).close();
        Path pidFile = directory.resolve("cluster/postmaster.pid");
        Thread killer = Thread.ofVirtual()
                .start(() -> await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .ignoreExceptions()
                        .until(() -> ProcessHandle.of(Long.parseLong(
                                        Files.readAllLines(pidFile).getFirst().strip()))
                                .orElseThrow()
                                .destroyForcibly()));

        try (PostgresServer server = PostgresServer.start(directory)) {
            killer.join();
            await().until(() -> !server.isRunning() || query(server, "SELECT 1").equals("1"));
        }
        try (PostgresServer server = PostgresServer.start(directory)) {
            assertThat(query(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void refusesADirectoryThatIsInUse() {
        try (PostgresServer _ = PostgresServer.start(directory)) {
            assertThatThrownBy(() -> PostgresServer.start(directory)).isInstanceOf(PostgresDidNotStart.class);
        }
    }

    @Test
    void createsTheClusterAgainWhenItsCreationWasInterrupted() throws Exception {
        Files.createDirectories(directory.resolve("cluster"));
        Files.writeString(directory.resolve("cluster/postgresql.conf"), "half");

        try (PostgresServer server = PostgresServer.start(directory)) {
            assertThat(query(server, "SELECT 'good'")).isEqualTo("good");
        }
    }

    @Test
    void ignoresThePidFileOfAServerWhoseNumberIsUsedAgain() throws Exception {
        PostgresServer.start(directory).close();
        Files.writeString(
                directory.resolve("cluster/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + directory.resolve("cluster")
                        + "\n1700000000\n5432\n\n127.0.0.1\n");

        try (PostgresServer server = PostgresServer.start(directory)) {
            assertThat(server.pid())
                    .isPresent()
                    .isNotEqualTo(ProcessHandle.current().pid());
        }
    }

    private static void execute(PostgresServer server, String... statements) {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static String query(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Connection connect(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.username(), server.password());
    }
}

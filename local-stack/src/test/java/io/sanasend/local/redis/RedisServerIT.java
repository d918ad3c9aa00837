package io.sanasend.local.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sanasend.local.files.PrivateDirectory;
import io.sanasend.local.process.Ending;
import io.sanasend.local.testing.OtherJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisServerIT {

    @TempDir
    Path directory;

    /** Starts a server, tells its pid and waits to be killed. */
    static final class Owner {
        public static void main(String[] arguments) throws IOException {
            System.out.println(RedisServer.start(Path.of(arguments[0])).pid());
            System.in.read();
        }
    }

    @Test
    void keepsItsDataOverARestart() throws IOException {
        try (RedisServer server = RedisServer.start(directory)) {
            assertThat(ask(server, "SET kept yes")).isEqualTo("+OK");
        }

        try (RedisServer server = RedisServer.start(directory)) {
            assertThat(ask(server, "STRLEN kept")).isEqualTo(":3");
        }
    }

    @Test
    void asksForAPasswordThatOnlyTheOwnerCanRead() throws IOException {
        try (RedisServer server = RedisServer.start(directory)) {
            assertThat(answer(server.port(), "PING")).startsWith("-NOAUTH");
            assertThat(server.url()).startsWith("redis://:").endsWith("@127.0.0.1:" + server.port());
            for (String name : new String[] {"password", "redis.conf"}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void stopsTheServerOfAKilledOwnerAndKeepsItsData() throws IOException {
        long leftOver;
        try (OtherJvm owner = OtherJvm.run(Owner.class, directory.toString())) {
            leftOver = Long.parseLong(owner.awaitLine(line -> line.matches("\\d+")));
            owner.kill();
            assertThat(ProcessHandle.of(leftOver)).isPresent();
        }

        try (RedisServer server = RedisServer.start(directory)) {
            assertThat(ProcessHandle.of(leftOver).filter(process -> !Ending.hasEnded(process)))
                    .isEmpty();
            assertThat(ask(server, "PING")).isEqualTo("+PONG");
        }
    }

    @Test
    void leavesAProcessAloneThatIsNotTheOneItStarted() {
        RedisServer.start(directory).close();
        // This JVM's pid with another start: what a number looks like that was used again.
        String reused = ProcessHandle.current().pid() + " 12345@another-boot";
        new PrivateDirectory(directory).write("process", reused);

        try (RedisServer server = RedisServer.start(directory)) {
            assertThat(server.isRunning()).isTrue();
        }
    }

    @Test
    void saysWhyItDidNotStart() throws IOException {
        // The first is where Redis 6 wants a file, the second where Redis 7 wants a directory.
        Files.createDirectories(directory.resolve("data/appendonly.aof"));
        Files.writeString(directory.resolve("data/appendonlydir"), "in the way");

        assertThatThrownBy(() -> RedisServer.start(directory))
                .isInstanceOf(RedisDidNotStart.class)
                .hasMessageContaining("it ended with code");
    }

    private static String ask(RedisServer server, String command) throws IOException {
        String password = URI.create(server.url()).getUserInfo().substring(1);
        String[] answers = answers(server.port(), "AUTH " + password, command);
        assertThat(answers[0]).isEqualTo("+OK");
        return answers[1];
    }

    private static String answer(int port, String command) throws IOException {
        return answers(port, command)[0];
    }

    private static String[] answers(int port, String... commands) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write((String.join("\r\n", commands) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String[] answers = new String[commands.length];
            for (int i = 0; i < answers.length; i++) {
                answers[i] = lines.readLine();
            }
            return answers;
        }
    }
}

package io.sanasend.local.redis;

import io.sanasend.local.files.PrivateDirectory;
import io.sanasend.local.files.RandomSecret;
import io.sanasend.local.process.Ending;
import io.sanasend.local.process.ExitHook;
import io.sanasend.local.process.OwnSession;
import io.sanasend.local.process.ProcessMark;
import io.sanasend.local.process.ServerFiles;
import io.sanasend.local.process.StablePort;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Redis server of its own for one data directory, on a free port of 127.0.0.1 and behind a password.
 *
 * <p>It owns the server process: {@link #close()} stops it in an orderly way. Data (an append-only file, written every
 * second) and the password stay in the directory for the next start. A server that a killed JVM left behind is stopped
 * first, when the pid file proves that it is this directory's. Safe for use by several threads.
 */
public final class RedisServer implements AutoCloseable {

    private static final Duration STARTUP = Duration.ofSeconds(20);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(50);
    private static final String PASSWORD = "password";
    private static final String MARK = "process";
    private static final String CONFIGURATION = "redis.conf";

    private final Process process;
    private final PrivateDirectory home;
    private final int port;
    private final String password;
    private final @Nullable ExitHook exitHook;

    private RedisServer(Process process, PrivateDirectory home, int port, String password, ServerFiles.OnExit onExit) {
        this.process = process;
        this.home = home;
        this.port = port;
        this.password = password;
        this.exitHook = onExit == ServerFiles.OnExit.STOP ? ExitHook.register("stop-redis", this::stop) : null;
    }

    /**
     * Starts the server of that directory; stopped at the latest when the JVM exits.
     *
     * @throws RedisDidNotStart when it cannot run; the message names its log
     */
    public static RedisServer start(Path dataDir) {
        return start(ServerFiles.in(dataDir));
    }

    /**
     * Starts the server of those files. Blocks until it answers.
     *
     * @throws RedisDidNotStart when it cannot run; the message names its log
     */
    public static RedisServer start(ServerFiles files) {
        PrivateDirectory home = new PrivateDirectory(files.data());
        String password = home.readOrCreate(PASSWORD, new RandomSecret(new SecureRandom()));
        try {
            Files.createDirectories(files.log().getParent());
            stopLeftOver(home);
            int port = StablePort.of(home);
            Path data = home.directory("data").path();
            home.write(CONFIGURATION, configuration(port, password, data));
            Path binary = RedisBinary.find(home.file("bin"));
            Process process = new ProcessBuilder(OwnSession.command(
                            List.of(binary.toString(), home.file(CONFIGURATION).toString())))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(files.log().toFile()))
                    .start();
            RedisServer server = new RedisServer(process, home, port, password, files.onExit());
            ProcessMark.of(process.toHandle()).ifPresent(mark -> home.write(MARK, mark.toString()));
            try {
                server.awaitReady(files);
                return server;
            } catch (RedisDidNotStart e) {
                server.close();
                throw e;
            }
        } catch (IOException e) {
            throw new RedisDidNotStart(files.data(), files.log(), String.valueOf(e.getMessage()), e);
        }
    }

    /** Ends the server that a killed JVM left behind in that directory, and returns whether there was one. */
    public static boolean stopLeftOver(Path dataDir) {
        return Files.isDirectory(dataDir) && stopLeftOver(new PrivateDirectory(dataDir));
    }

    /** Address with the password, as Redis clients take it: {@code redis://:password@127.0.0.1:port}. */
    public String url() {
        return "redis://:" + password + "@127.0.0.1:" + port;
    }

    /** The port it listens on, on 127.0.0.1 only. */
    public int port() {
        return port;
    }

    /** Process id of the server. */
    public long pid() {
        return process.pid();
    }

    /** The server process, while it runs. */
    public Optional<ProcessHandle> process() {
        return Optional.of(process.toHandle()).filter(running -> !Ending.hasEnded(running));
    }

    /** Whether the server process still runs. */
    public boolean isRunning() {
        return process().isPresent();
    }

    /** Stops the server, which writes its data first, and waits until it is gone. Closing twice is harmless. */
    @Override
    public void close() {
        if (exitHook != null) {
            exitHook.cancel();
        }
        stop();
    }

    private void stop() {
        if (Ending.end(process.toHandle(), STOP)) {
            home.delete(MARK);
        }
    }

    private void awaitReady(ServerFiles files) {
        long deadline = System.nanoTime() + STARTUP.toNanos();
        while (!RedisConnection.answers(port, password)) {
            if (Ending.awaitExit(process.toHandle(), BETWEEN_QUESTIONS)) {
                throw new RedisDidNotStart(
                        files.data(), files.log(), "it ended with code " + process.exitValue(), null);
            }
            if (System.nanoTime() - deadline > 0) {
                throw new RedisDidNotStart(
                        files.data(), files.log(), "it did not answer within " + STARTUP.toSeconds() + " s", null);
            }
        }
    }

    private static boolean stopLeftOver(PrivateDirectory home) {
        Optional<ProcessHandle> left =
                home.read(MARK).flatMap(ProcessMark::parse).flatMap(ProcessMark::find);
        left.ifPresent(process -> Ending.end(process, STOP));
        home.delete(MARK);
        return left.isPresent();
    }

    /** In a file, because a command line, and a password in it, can be read by every user of the machine. */
    private static String configuration(int port, String password, Path data) {
        return String.join(
                "\n",
                List.of(
                        "bind 127.0.0.1",
                        "port " + port,
                        "requirepass " + password,
                        "protected-mode yes",
                        "daemonize no",
                        "databases 16",
                        "dir \"" + data + "\"",
                        "appendonly yes",
                        "appendfsync everysec",
                        "save \"\"",
                        // Counters and fan-out only: when this is full something leaks, and old keys go first.
                        "maxmemory 128mb",
                        "maxmemory-policy volatile-lru"));
    }
}

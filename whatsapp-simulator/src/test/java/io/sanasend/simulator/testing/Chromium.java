package io.sanasend.simulator.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real browser in its own process group, on a profile that outlives it. Closing kills the whole group at once, as a
 * crash would, and returns when no process is left.
 */
public final class Chromium implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> NAMES =
            List.of("chromium-headless-shell", "chrome-headless-shell", "chromium", "google-chrome", "chrome");

    private final Process process;
    private final int port;

    private Chromium(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public static Chromium start(Path profile) {
        return start(profile, List.of());
    }

    /** @param flags more of the browser's own */
    public static Chromium start(Path profile, List<String> flags) {
        Path portFile = profile.resolve("DevToolsActivePort");
        try {
            Files.deleteIfExists(portFile);
            Process process = new ProcessBuilder(command(profile, flags))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> kill(process)));
            await().atMost(PATIENCE).until(() -> port(portFile).isPresent());
            return new Chromium(process, port(portFile).orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port of the DevTools on the loopback address. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        kill(process);
        await().atMost(PATIENCE).until(() -> signal(process, "-0") != 0);
    }

    private static List<String> command(Path profile, List<String> flags) {
        List<String> command = new ArrayList<>(List.of(
                "setsid",
                executable(),
                "--headless=new",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile));
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--no-sandbox");
        }
        command.addAll(flags);
        command.add("about:blank");
        return command;
    }

    private static String executable() {
        return Optional.ofNullable(System.getenv("SANASEND_CHROME"))
                .or(() -> NAMES.stream()
                        .flatMap(name ->
                                Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
                        .filter(Files::isExecutable)
                        .map(Path::toString)
                        .findFirst())
                .orElseThrow(() -> new IllegalStateException(
                        "no browser: set SANASEND_CHROME, or put chromium or chromium-headless-shell on the PATH"));
    }

    private static Optional<Integer> port(Path file) throws IOException {
        return Files.exists(file)
                ? Files.readAllLines(file).stream().findFirst().map(Integer::parseInt)
                : Optional.empty();
    }

    private static void kill(Process process) {
        signal(process, "-KILL");
    }

    private static int signal(Process process, String signal) {
        try {
            return new ProcessBuilder("kill", signal, "--", "-" + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}

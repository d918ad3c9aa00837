package io.sanasend.worker.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** The port on which a browser takes orders; it writes it into its profile once it listens. Thread-safe. */
final class DebuggerPort {

    /** One for all browsers. Who reads from a page may have to wait, so each has a thread of its own. */
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .executor(Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("devtools-", 0).factory()))
            .connectTimeout(Duration.ofSeconds(3))
            .build();

    private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(3);

    private final int number;

    private DebuggerPort(int number) {
        this.number = number;
    }

    /**
     * Waits until a browser listens.
     *
     * @throws BrowserUnavailable if it does not within that time, or ends
     */
    static DebuggerPort await(ProcessGroup browser, ProfileDirectory profile, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<DebuggerPort> port = find(profile);
            if (port.isPresent()) {
                return port.get();
            }
            if (!browser.isAlive() || System.nanoTime() > deadline) {
                throw new BrowserUnavailable("the browser did not start; its output is in " + profile.log());
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    /** The port that is in the profile now. */
    static Optional<DebuggerPort> find(ProfileDirectory profile) {
        Path file = profile.userData().resolve("DevToolsActivePort");
        try {
            List<String> lines = Files.readAllLines(file);
            // It is written line by line.
            return lines.size() < 2
                    ? Optional.empty()
                    : Optional.of(new DebuggerPort(Integer.parseInt(lines.getFirst())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new BrowserUnavailable("cannot read " + file, e);
        }
    }

    /** Whether something answers there at all, within a few seconds. */
    static boolean answers(URI address) {
        try {
            var request =
                    HttpRequest.newBuilder(address).timeout(ANSWER_DEADLINE).build();
            HTTP.send(request, HttpResponse.BodyHandlers.discarding());
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** As chromedriver wants it. */
    String address() {
        return "127.0.0.1:" + number;
    }

    /**
     * Connects to the browser's page: the one that was opened first, if a window was opened beside it.
     *
     * @throws BrowserUnavailable if it does not answer
     */
    DevTools connect() {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://" + address() + "/json/list"))
                    .timeout(ANSWER_DEADLINE)
                    .build();
            byte[] answer =
                    HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
            String page = null;
            for (JsonNode target : new ObjectMapper().readTree(answer)) {
                // The newest comes first.
                if (target.path("type").asText().equals("page")) {
                    page = target.path("webSocketDebuggerUrl").asText();
                }
            }
            if (page == null) {
                throw new BrowserUnavailable("the browser has no page");
            }
            return DevTools.connect(HTTP, URI.create(page));
        } catch (IOException e) {
            throw new BrowserUnavailable("the browser does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrowserUnavailable("interrupted while asking the browser", e);
        }
    }
}

package io.sanasend.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Speaks as a worker does, and says of each message at once that WhatsApp has it. Thread-safe; its owner closes it. */
final class StandInWorker implements AutoCloseable {

    private static final String BOOT = "stand-in";
    private static final String SINCE = "2026-01-01T00:00:00Z";
    private static final long SECONDS_BETWEEN_REGISTRATIONS = 5;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final HttpServer server;
    private final String secret;
    private final String api;
    private volatile List<Map<String, ?>> sessions = List.of();

    private StandInWorker(HttpServer server, String secret, String api) {
        this.server = server;
        this.secret = secret;
        this.api = api;
    }

    /** @param api the api's management port */
    static StandInWorker start(String secret, String api) {
        // The server closes connections beyond that many, in the middle of what is measured.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            StandInWorker worker = new StandInWorker(server, secret, api);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", worker::answer);
            server.start();
            return worker;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String id() {
        return "stand-in";
    }

    String profiles() {
        return "stand-in-profiles";
    }

    /** It has the sessions of that many users. */
    void hosts(long firstUser, int count) {
        sessions = LongStream.range(firstUser, firstUser + count)
                .<Map<String, ?>>mapToObj(user -> snapshot("u" + user))
                .toList();
    }

    private static Map<String, ?> snapshot(String session) {
        return Map.of(
                "id",
                session,
                "revision",
                1,
                "state",
                "connected",
                "linked",
                true,
                "linkedAt",
                SINCE,
                "reason",
                Map.of("code", "connected"),
                "since",
                SINCE,
                "phone",
                "49152" + session.substring(1));
    }

    /** Makes itself known, now and from then on. */
    void register() {
        registerOnce();
        timer.scheduleAtFixedRate(
                this::registerOnce, SECONDS_BETWEEN_REGISTRATIONS, SECONDS_BETWEEN_REGISTRATIONS, TimeUnit.SECONDS);
    }

    private void registerOnce() {
        Map<String, ?> registration = Map.of(
                "workerId", id(),
                "bootId", BOOT,
                "address", "http://127.0.0.1:" + server.getAddress().getPort(),
                "capacity", sessions.size(),
                "sessions", sessions.size(),
                "profiles", profiles(),
                "version", "bench");
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(api + "/internal/workers"))
                    .header("X-Sanasend-Secret", secret)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(registration)))
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new BenchFailed("the api took no registration: " + answer.statusCode());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            int status = 200;
            Object answer;
            if (path.contains("/messages/")) {
                // It keeps none; what is looked up is sent again under the same id.
                status = 404;
                answer = Map.of("code", "MESSAGE_NOT_FOUND", "message", "the stand-in keeps no messages");
            } else if (path.endsWith("/messages")) {
                JsonNode message = json.readTree(body);
                answer = Map.of(
                        "waMessageId",
                        message.path("waMessageId").asText(),
                        "ack",
                        1,
                        "chatId",
                        message.path("recipient").asText() + "@c.us",
                        "timestamp",
                        SINCE);
            } else if (path.equals("/sessions")) {
                answer = sessions;
            } else if (path.startsWith("/sessions/")) {
                answer = snapshot(path.split("/")[2]);
            } else {
                answer = Map.of(
                        "status",
                        "up",
                        "version",
                        "bench",
                        "bootId",
                        BOOT,
                        "sessions",
                        sessions.size(),
                        "capacity",
                        sessions.size(),
                        "pendingEvents",
                        0);
            }
            byte[] written = json.writeValueAsString(answer).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("X-Sanasend-Boot", BOOT);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, written.length);
            exchange.getResponseBody().write(written);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        server.stop(0);
        client.close();
    }
}

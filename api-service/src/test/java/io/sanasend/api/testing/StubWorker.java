package io.sanasend.api.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sanasend.api.worker.Workers;
import io.sanasend.model.message.WaMessageId;
import io.sanasend.model.session.QrCode;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.session.StateReason;
import io.sanasend.model.wire.PairingRequest;
import io.sanasend.model.wire.SendRequest;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.model.wire.WorkerError;
import io.sanasend.model.wire.WorkerErrorCode;
import io.sanasend.model.wire.WorkerHealth;
import io.sanasend.model.wire.WorkerPaths;
import io.sanasend.model.wire.WorkerRegistration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A worker without browsers: registers itself, answers the internal HTTP API as scripted for each session, and remembers
 * what it was asked. Without a script a started session shows a QR code, and every message is taken. {@link StubWorkers}
 * makes them.
 */
public final class StubWorker implements AutoCloseable {

    /** What it says of itself when it registers. */
    public record Identity(String id, String profiles, int capacity) {}

    private static final AtomicInteger BOOTS = new AtomicInteger();

    /** When the numbers of all its sessions were linked. */
    public static final Instant LINKED_AT = Instant.parse("2026-04-01T12:00:00Z");

    /** How a call is answered. */
    public sealed interface Reply {

        /** With this as JSON. */
        record Json(Object body) implements Reply {}

        /** With an error of a worker. */
        record Error(WorkerErrorCode code) implements Reply {}

        /** Not at all: the connection ends. */
        record Silence() implements Reply {}
    }

    /** A message that was handed over. */
    public record Handed(String session, SendRequest request, byte @Nullable [] file) {}

    private final Identity identity;
    private final ObjectMapper json;
    private final Workers table;
    private final HttpServer server;
    private final ScheduledExecutorService renewals =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
    private final AtomicLong revisions = new AtomicLong();
    private final Map<String, SessionSnapshot> sessions = new ConcurrentHashMap<>();
    private final Map<String, Function<SendRequest, Reply>> sendScripts = new ConcurrentHashMap<>();
    private final Map<String, Function<WaMessageId, Reply>> lookUpScripts = new ConcurrentHashMap<>();
    private final Map<String, Function<PairingRequest, Reply>> pairingScripts = new ConcurrentHashMap<>();
    private final Map<String, SessionState> startScripts = new ConcurrentHashMap<>();
    private final Map<String, WorkerErrorCode> startRefusals = new ConcurrentHashMap<>();
    private final List<Handed> handed = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile String bootId = newBoot();
    private volatile boolean away;
    private volatile boolean dead;

    StubWorker(Identity identity, ObjectMapper json, Workers table) throws IOException {
        this.identity = identity;
        this.json = json;
        this.table = table;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        register();
        renewals.scheduleWithFixedDelay(this::renew, 3, 3, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        renewals.shutdownNow();
        server.stop(0);
    }

    private static String newBoot() {
        return "boot-" + BOOTS.incrementAndGet();
    }

    /** Begins or renews its lease. */
    public void register() {
        table.register(registration());
    }

    /** What it registers with. */
    public WorkerRegistration registration() {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        return new WorkerRegistration(
                identity.id(), bootId, address, identity.capacity(), sessions.size(), identity.profiles(), "test");
    }

    private void renew() {
        try {
            if (!dead) {
                register();
            }
        } catch (RuntimeException _) {
            // A test took the database away; the next renewal finds it again.
        }
    }

    public String id() {
        return identity.id();
    }

    /** Gone for long: no call is answered, and its lease is over. */
    public void die() {
        dead = true;
        away = true;
        StubWorkers.endLease(identity.id());
    }

    /** From now on no call is answered, though it registers. */
    public void goAway() {
        away = true;
    }

    /** Answers again, after whatever it was. */
    public void comeBack() {
        away = false;
        if (dead) {
            dead = false;
            register();
        }
    }

    /** Ends all sessions without a word, as a crash does. */
    public void restart() {
        bootId = newBoot();
        sessions.clear();
        register();
    }

    public String bootId() {
        return bootId;
    }

    /** What a start of that session leads to; a QR code otherwise. */
    public void onStart(String session, SessionState state) {
        startScripts.put(session, state);
    }

    public void onSend(String session, Function<SendRequest, Reply> script) {
        sendScripts.put(session, script);
    }

    public void onLookUp(String session, Function<WaMessageId, Reply> script) {
        lookUpScripts.put(session, script);
    }

    public void onPairing(String session, Function<PairingRequest, Reply> script) {
        pairingScripts.put(session, script);
    }

    /** What was handed over for that session, in order. */
    public List<Handed> handed(String session) {
        return handed.stream().filter(one -> one.session().equals(session)).toList();
    }

    /** Method and path of the calls about that session, in order. */
    public List<String> calls(String session) {
        return calls.stream()
                .filter(call -> (call + "/").contains("/sessions/" + session + "/"))
                .toList();
    }

    /** How many calls there were, whatever about. */
    public int allCalls() {
        return calls.size();
    }

    /** Has nothing of that session any more, and says nothing about it. */
    public void lose(String session) {
        sessions.remove(session);
    }

    /** Every start of that session is refused. */
    public void refuseStart(String session, WorkerErrorCode code) {
        startRefusals.put(session, code);
    }

    /** The session enters that state; answers its snapshot. */
    public SessionSnapshot enter(String session, SessionState state) {
        boolean linked = state == SessionState.CONNECTED
                || state == SessionState.RECONNECTING
                || state == SessionState.DISCONNECTED;
        QrCode qr = state == SessionState.QR_PENDING
                ? new QrCode(
                        "https://wa.me/settings/linked_devices#" + session,
                        1,
                        Instant.now().plusSeconds(60))
                : null;
        SessionSnapshot snapshot = new SessionSnapshot(
                new SessionId(session),
                revisions.incrementAndGet(),
                state,
                linked,
                linked ? LINKED_AT : null,
                StateReason.of("scripted"),
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                qr,
                linked ? "4915112345678" : null,
                null);
        sessions.put(session, snapshot);
        return snapshot;
    }

    /** The session shows another QR code in the same state; answers its snapshot. */
    public SessionSnapshot rotateQr(String session) {
        SessionSnapshot before = Objects.requireNonNull(sessions.get(session), "it was started");
        long version = Objects.requireNonNull(before.qr(), "it shows a QR code").version() + 1;
        SessionSnapshot rotated = new SessionSnapshot(
                before.id(),
                revisions.incrementAndGet(),
                before.state(),
                before.linked(),
                before.linkedAt(),
                before.reason(),
                before.since(),
                new QrCode(
                        "https://wa.me/settings/linked_devices#" + session + "," + version,
                        version,
                        Instant.now().plusSeconds(20)),
                null,
                null);
        sessions.put(session, rotated);
        return rotated;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            calls.add(exchange.getRequestMethod() + " " + path);
            exchange.getResponseHeaders().set(WorkerPaths.BOOT_HEADER, bootId);
            if (away) {
                return;
            }
            boolean secret = LocalServices.WORKER_SECRET.equals(
                    exchange.getRequestHeaders().getFirst(WorkerPaths.SECRET_HEADER));
            Reply reply = secret || path.equals(WorkerPaths.HEALTH)
                    ? replyTo(exchange, path, body)
                    : new Reply.Error(WorkerErrorCode.UNAUTHENTICATED);
            switch (reply) {
                case Reply.Json(Object value) -> write(exchange, 200, value);
                case Reply.Error(WorkerErrorCode code) ->
                    write(exchange, code.httpStatus(), new WorkerError(code, "as scripted"));
                case Reply.Silence() -> {}
            }
        }
    }

    private Reply replyTo(HttpExchange exchange, String path, byte[] body) throws IOException {
        if (path.equals(WorkerPaths.HEALTH)) {
            return new Reply.Json(
                    new WorkerHealth("up", null, "test", bootId, sessions.size(), identity.capacity(), 0));
        }
        String[] parts = path.substring(1).split("/", -1);
        if (parts.length == 1) {
            return new Reply.Json(List.copyOf(sessions.values()));
        }
        String session = parts[1];
        String action = parts.length > 2 ? parts[2] : "";
        return switch (action) {
            case "" -> start(session);
            case "stop" -> known(session, SessionState.DISCONNECTED);
            case "refresh-qr" -> known(session, SessionState.QR_PENDING);
            case "logout" -> logout(session);
            case "pairing-code" -> pairingCode(session, json.readValue(body, PairingRequest.class));
            case "messages" -> parts.length == 3 ? send(session, exchange, body) : lookUp(session, parts[3]);
            default -> new Reply.Error(WorkerErrorCode.NOT_FOUND);
        };
    }

    private Reply start(String session) {
        WorkerErrorCode refusal = startRefusals.get(session);
        if (refusal != null) {
            return new Reply.Error(refusal);
        }
        SessionSnapshot running = sessions.get(session);
        if (running != null && !running.state().isEnd()) {
            return new Reply.Json(running);
        }
        return new Reply.Json(enter(session, startScripts.getOrDefault(session, SessionState.QR_PENDING)));
    }

    private Reply known(String session, SessionState next) {
        return sessions.containsKey(session)
                ? new Reply.Json(enter(session, next))
                : new Reply.Error(WorkerErrorCode.SESSION_NOT_FOUND);
    }

    private Reply pairingCode(String session, PairingRequest request) {
        SessionSnapshot running = sessions.get(session);
        return running == null
                ? new Reply.Error(WorkerErrorCode.SESSION_NOT_FOUND)
                : pairingScripts
                        .getOrDefault(session, _ -> Replies.pairingCode("ABCD1234"))
                        .apply(request);
    }

    private Reply logout(String session) {
        SessionSnapshot last = enter(session, SessionState.LOGGED_OUT);
        sessions.remove(session);
        return new Reply.Json(last);
    }

    private Reply send(String session, HttpExchange exchange, byte[] body) throws IOException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        Multipart multipart = type.startsWith("multipart/") ? Multipart.read(type, body) : null;
        byte[] message = multipart == null ? body : multipart.part(WorkerPaths.MESSAGE_PART);
        SendRequest request = json.readValue(message, SendRequest.class);
        handed.add(new Handed(session, request, multipart == null ? null : multipart.part(WorkerPaths.FILE_PART)));
        return sendScripts.getOrDefault(session, Replies::taken).apply(request);
    }

    private Reply lookUp(String session, String id) {
        return lookUpScripts
                .getOrDefault(session, message -> new Reply.Error(WorkerErrorCode.MESSAGE_NOT_FOUND))
                .apply(new WaMessageId(id));
    }

    private void write(HttpExchange exchange, int status, Object value) throws IOException {
        byte[] bytes = json.writeValueAsBytes(value);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}

package io.sanasend.simulator.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import io.sanasend.simulator.account.Device;
import io.sanasend.simulator.account.Phones;
import io.sanasend.simulator.device.Cuts;
import io.sanasend.simulator.device.DeviceLines;
import io.sanasend.simulator.device.Frame;
import io.sanasend.simulator.link.Linking;
import io.sanasend.simulator.setting.SettingsBook;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket of the pages, {@code /page/socket}: lets linked devices in, gives codes to the others, and passes requests
 * on. Frames of one page are handled in the order they come.
 */
final class PageSocket {

    private static final Logger LOG = LoggerFactory.getLogger(PageSocket.class);
    private static final Duration PING = Duration.ofSeconds(20);

    private final Map<String, PageConnection> connections = new ConcurrentHashMap<>();
    private final Set<PageConnection> stuck = ConcurrentHashMap.newKeySet();
    private final ObjectMapper json;
    private final Phones phones;
    private final DeviceLines lines;
    private final Cuts cuts;
    private final Linking linking;
    private final SettingsBook settings;
    private final PageRequests requests;

    PageSocket(ObjectMapper json, PageServices services, PageRequests requests) {
        this.json = json;
        this.phones = services.phones();
        this.lines = services.lines();
        this.cuts = services.cuts();
        this.linking = services.linking();
        this.settings = services.settings();
        this.requests = requests;
    }

    void configure(WsConfig ws) {
        ws.onConnect(socket -> {
            socket.enableAutomaticPings(PING.toSeconds(), TimeUnit.SECONDS);
            connections.put(socket.sessionId(), new PageConnection(socket, json, phones, this::admit));
        });
        ws.onMessage(socket -> receive(socket, socket.message()));
        ws.onClose(this::closed);
        ws.onError(socket -> LOG.debug("A page's socket failed; the page will connect again"));
    }

    /** Lets pages that were left without an answer connect anew, if they are not to be stuck any more. */
    void release() {
        if (!settings.current().stuck()) {
            stuck.forEach(PageConnection::close);
            stuck.clear();
        }
    }

    int open() {
        return connections.size();
    }

    private void closed(WsContext socket) {
        PageConnection connection = connections.remove(socket.sessionId());
        if (connection != null) {
            stuck.remove(connection);
            connection.gone();
            linking.end(connection);
            connection.device().ifPresent(device -> lines.detach(device.id(), connection));
        }
    }

    private void receive(WsContext socket, String text) {
        PageConnection connection = connections.get(socket.sessionId());
        if (connection == null) {
            return;
        }
        try {
            handle(connection, json.readTree(text));
        } catch (JsonProcessingException _) {
            LOG.warn("A page sent a frame that is not JSON; its connection is closed");
            connection.close();
        }
    }

    private void handle(PageConnection connection, JsonNode frame) {
        switch (frame.path("t").asText()) {
            case "hello" -> {
                if (settings.current().stuck()) {
                    stuck.add(connection);
                } else {
                    hello(connection, frame);
                }
            }
            case "stored" -> connection.stored();
            case "refresh" -> refresh(connection);
            case "received" ->
                connection
                        .device()
                        .ifPresent(device ->
                                lines.confirm(device.id(), frame.path("key").asText()));
            default -> requests.handle(connection, frame);
        }
    }

    private void hello(PageConnection connection, JsonNode frame) {
        JsonNode keys = frame.path("keys");
        connection.introduce(
                frame.path("window").asText(),
                String.join(
                        ",",
                        keys.path("noise").asText(),
                        keys.path("identity").asText(),
                        keys.path("secret").asText(),
                        "1"));
        if (frame.path("device").isNull()) {
            connection.send(Frame.of("welcome").with("linked", false));
            linking.begin(connection);
            return;
        }
        Optional<Device> device = phones.device(frame.path("device").asText())
                .filter(known -> sameSecret(known.token(), frame.path("token").asText()));
        if (device.isEmpty()) {
            connection.send(Frame.of("logout").with("reason", "user_initiated"));
        } else if (cuts.isCut(device.get().phone())) {
            connection.close();
        } else {
            admit(connection, device.get());
        }
    }

    private void admit(PageConnection connection, Device device) {
        connection.become(device);
        Frame welcome = Frame.of("welcome")
                .with("linked", true)
                .with("sync_ms", settings.current().syncMs());
        lines.attach(device.id(), connection.window(), connection, welcome);
    }

    private void refresh(PageConnection connection) {
        if (connection.device().isEmpty()) {
            linking.begin(connection);
        }
    }

    static boolean sameSecret(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}

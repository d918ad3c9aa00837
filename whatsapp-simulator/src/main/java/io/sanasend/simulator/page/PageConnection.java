package io.sanasend.simulator.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.websocket.WsContext;
import io.sanasend.simulator.account.Address;
import io.sanasend.simulator.account.Device;
import io.sanasend.simulator.account.Phones;
import io.sanasend.simulator.device.Frame;
import io.sanasend.simulator.device.Line;
import io.sanasend.simulator.link.LinkingPage;
import io.sanasend.simulator.qr.QrMatrix;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One open page: its socket, and what it has become since it said hello. Safe for use by any thread. */
final class PageConnection implements Line, LinkingPage {

    /** Where the text of a code leads a camera that knows nothing of WhatsApp. */
    private static final String CODE_PREFIX = "https://wa.me/settings/linked_devices#";

    private final WsContext socket;
    private final ObjectMapper json;
    private final Phones phones;
    private final BiConsumer<PageConnection, Device> whenLinked;
    private volatile String window = "";
    private volatile String keys = "";
    private volatile @Nullable Device device;
    private volatile @Nullable Grant grant;

    private record Grant(Device device, CompletableFuture<Device> stored) {}

    PageConnection(WsContext socket, ObjectMapper json, Phones phones, BiConsumer<PageConnection, Device> whenLinked) {
        this.socket = socket;
        this.json = json;
        this.phones = phones;
        this.whenLinked = whenLinked;
    }

    void introduce(String windowId, String ownKeys) {
        window = windowId;
        keys = ownKeys;
    }

    void become(Device linkedDevice) {
        device = linkedDevice;
    }

    String window() {
        return window;
    }

    Optional<Device> device() {
        return Optional.ofNullable(device);
    }

    /** The page has stored the credentials it was granted. */
    void stored() {
        Grant open = grant;
        if (open != null) {
            open.stored().complete(open.device());
        }
    }

    /** The page is gone; nobody waits for it any longer. */
    void gone() {
        Grant open = grant;
        if (open != null) {
            open.stored().cancel(false);
        }
    }

    void reply(long request, Object body) {
        send(Frame.of("reply").with("rid", request).with("body", body));
    }

    @Override
    public synchronized void send(Frame frame) {
        if (socket.session.isOpen()) {
            socket.send(text(frame));
        }
    }

    @Override
    public void close() {
        socket.closeSession();
    }

    @Override
    public void show(String ref) {
        QrMatrix code = QrMatrix.of(CODE_PREFIX + ref + "," + keys);
        send(Frame.of("ref").with("ref", ref).with("rows", code.rows()));
    }

    @Override
    public void idle() {
        send(Frame.of("idle"));
    }

    @Override
    public void pairing() {
        send(Frame.of("pairing"));
    }

    @Override
    public CompletableFuture<Device> grant(Device granted) {
        Grant offer = new Grant(granted, new CompletableFuture<>());
        grant = offer;
        Address.Person me = new Address.Person(granted.phone());
        String name = phones.of(granted.phone()).name();
        send(Frame.of("linked")
                .with("device", granted.id())
                .with("token", granted.token())
                .with("me", Map.of("pn", me.wid(), "lid", me.lid(), "name", name)));
        return offer.stored();
    }

    @Override
    public void linked(Device made) {
        whenLinked.accept(this, made);
    }

    @Override
    public String keys() {
        return keys;
    }

    private String text(Frame frame) {
        try {
            return json.writeValueAsString(frame);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a frame holds only what JSON can hold", e);
        }
    }
}

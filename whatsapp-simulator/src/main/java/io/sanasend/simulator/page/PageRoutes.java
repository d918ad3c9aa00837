package io.sanasend.simulator.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.sanasend.simulator.account.Device;
import io.sanasend.simulator.message.MediaFiles;
import io.sanasend.simulator.message.StoredFile;
import io.sanasend.simulator.setting.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a browser loads, and the files of its messages.
 *
 * <table>
 *   <caption>Routes</caption>
 *   <tr><td>{@code GET /}</td><td>the page, with the settings it needs before anything else</td></tr>
 *   <tr><td>{@code GET /page/{file}}</td><td>its scripts and its style</td></tr>
 *   <tr><td>{@code WS /page/socket}</td><td>its connection, see {@link PageSocket}</td></tr>
 *   <tr><td>{@code PUT /page/media}</td><td>the bytes of a file: {@code {id, size, sha256}}</td></tr>
 *   <tr><td>{@code GET /page/media/{id}}</td><td>the bytes of a file</td></tr>
 * </table>
 */
public final class PageRoutes {

    private static final String STRICT_CSP =
            "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'";

    private final PageAssets assets = new PageAssets("/page/");
    private final AtomicLong loads = new AtomicLong();
    private final ObjectMapper json;
    private final PageServices services;
    private final PageSocket socket;

    public PageRoutes(ObjectMapper json, PageServices services) {
        this.json = json;
        this.services = services;
        this.socket = new PageSocket(json, services, new PageRequests(services));
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/", this::index);
        routes.get("/page/media/{id}", this::download);
        routes.put("/page/media", this::upload);
        routes.get("/page/{file}", ctx -> assets.serve(ctx, ctx.pathParam("file")));
        routes.ws("/page/socket", socket::configure);
    }

    /** The settings are others now. */
    public void settingsChanged() {
        socket.release();
    }

    /** How often a page was loaded. */
    public long loads() {
        return loads.get();
    }

    /** How many pages have a connection now. */
    public int openSockets() {
        return socket.open();
    }

    private void index(Context ctx) throws JsonProcessingException {
        loads.incrementAndGet();
        Settings settings = services.settings().current();
        Map<String, Object> forPage = new LinkedHashMap<>();
        forPage.put("cmd", settings.cmd());
        forPage.put("ciphertext_first", settings.ciphertextFirst());
        forPage.put("filler_modules", settings.fillerModules());
        forPage.put("needs_update", settings.needsUpdate());
        forPage.put("version", settings.version());
        if (settings.csp()) {
            ctx.header("Content-Security-Policy", STRICT_CSP);
        }
        ctx.header("Cache-Control", "no-store");
        ctx.html(assets.text("index.html").replace("{{settings}}", escaped(json.writeValueAsString(forPage))));
    }

    private void upload(Context ctx) throws IOException {
        Optional<Device> sender = sender(ctx);
        if (sender.isEmpty()) {
            ctx.status(HttpStatus.UNAUTHORIZED);
            return;
        }
        if (!services.settings().sendsOf(sender.get().phone()).uploads()) {
            ctx.status(HttpStatus.SERVICE_UNAVAILABLE);
            return;
        }
        try {
            StoredFile file = services.media().keep(ctx.bodyInputStream());
            ctx.json(Map.of("id", file.id(), "size", file.size(), "sha256", file.sha256()));
        } catch (MediaFiles.FileTooLarge _) {
            ctx.status(HttpStatus.CONTENT_TOO_LARGE);
        }
    }

    private void download(Context ctx) throws IOException {
        if (sender(ctx).isEmpty()) {
            ctx.status(HttpStatus.UNAUTHORIZED);
            return;
        }
        Optional<Path> file = services.media().find(ctx.pathParam("id"));
        if (file.isEmpty()) {
            ctx.status(HttpStatus.NOT_FOUND);
            return;
        }
        ctx.contentType("application/octet-stream");
        ctx.result(Files.newInputStream(file.get()));
    }

    private Optional<Device> sender(Context ctx) {
        String token = Optional.ofNullable(ctx.header("X-Token")).orElse("");
        return Optional.ofNullable(ctx.header("X-Device"))
                .flatMap(services.phones()::device)
                .filter(device -> PageSocket.sameSecret(device.token(), token))
                .filter(device -> !services.cuts().isCut(device.phone()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    }
}

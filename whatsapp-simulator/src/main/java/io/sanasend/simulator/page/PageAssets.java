package io.sanasend.simulator.page;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** Files of a page, packed into the jar. Only plain names are served, so nothing outside the folder can be reached. */
public final class PageAssets {

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+\\.(html|css|js|svg)");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private final String folder;

    /** @param folder of the class path, with slashes at both ends */
    public PageAssets(String folder) {
        this.folder = folder;
    }

    /** Answers with the file, or 404. */
    public void serve(Context ctx, String name) {
        InputStream file = NAME.matcher(name).matches() ? PageAssets.class.getResourceAsStream(folder + name) : null;
        if (file == null) {
            ctx.status(HttpStatus.NOT_FOUND);
            return;
        }
        ctx.contentType(TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain"));
        ctx.header("Cache-Control", "no-cache");
        ctx.result(file);
    }

    String text(String name) {
        try (InputStream file = PageAssets.class.getResourceAsStream(folder + name)) {
            if (file == null) {
                throw new IllegalStateException("the jar lacks " + folder + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

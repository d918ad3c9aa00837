package io.sanasend.worker.whatsapp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What runs before the page's own scripts on every load.
 *
 * @param library wa-js behind its settings, a script; half a megabyte, so it goes in by the DevTools protocol: as a BiDi
 *     preload script the same text cost 33 MiB a session more (Chromium 156)
 * @param bridge a function declaration that takes the BiDi channel
 */
public record PageScript(String library, String bridge) {

    /** Frames and the blank page before the first navigation are not WhatsApp Web. */
    private static final String IN_PAGE = "window === window.top && location.protocol.startsWith('http')";

    /**
     * Left alone, wa-js reports to Google Analytics and sends the addresses in customers' texts to three servers for
     * previews. Both must be off before it loads.
     */
    private static final String SETTINGS = """
            window.WPPConfig = {
              disableGoogleAnalytics: true,
              googleAnalyticsId: null,
              linkPreviewApiServers: [],
              deviceName: false,
              sendStatusToDevice: false,
              syncAllStatus: false
            };
            """;

    /**
     * Puts the script together.
     *
     * @param waJs a file that replaces the packaged wa-js
     */
    public static PageScript load(@Nullable Path waJs) {
        String library = waJs == null ? resource("/wa-js/wppconnect-wa.js") : file(waJs);
        return new PageScript(
                "if (%s) {\n%s\n%s\n}".formatted(IN_PAGE, SETTINGS, library),
                "(channel) => { if (%s) (%s)(channel, %s, %s); }"
                        .formatted(IN_PAGE, ownScript("bridge.js"), ownScript("signals.js"), ownScript("actions.js")));
    }

    private static String ownScript(String name) {
        return resource("/io/sanasend/worker/whatsapp/" + name).strip();
    }

    private static String resource(String name) {
        try (InputStream in = PageScript.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from this build of the worker");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String file(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException("SANASEND_WAJS_FILE " + path + " cannot be read", e);
        }
    }

    /** The texts are of no use in a log. */
    @Override
    public String toString() {
        return "PageScript[" + (library.length() + bridge.length()) + " characters]";
    }
}

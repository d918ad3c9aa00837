package io.sanasend.worker.whatsapp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The script that runs before the page's own on every load: wa-js's settings, wa-js, the bridge.
 *
 * @param function a function declaration that takes the channel; about half a megabyte
 */
public record PageScript(String function) {

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
        return new PageScript("""
                (channel) => {
                  if (window !== window.top || !location.protocol.startsWith('http')) return;
                  %s
                  %s
                  ;(%s)(channel, %s, %s);
                }
                """.formatted(
                        SETTINGS, library, ownScript("bridge.js"), ownScript("signals.js"), ownScript("actions.js")));
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

    /** The text is of no use in a log. */
    @Override
    public String toString() {
        return "PageScript[" + function.length() + " characters]";
    }
}

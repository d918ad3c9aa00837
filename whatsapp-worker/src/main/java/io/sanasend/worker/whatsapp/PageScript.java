package io.sanasend.worker.whatsapp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What runs in the page.
 *
 * @param library wa-js behind its settings: the first thing on every load
 * @param bridge the worker's own part, behind it
 * @param rejoin true if the page that is loaded has this very bridge, which then goes on with this worker
 */
public record PageScript(String library, String bridge, String rejoin) {

    /** The function that the bridge posts to; the bridge takes it away before the page's scripts can see it. */
    public static final String CHANNEL = "__sanasendChannel";

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
        String own = "%s, %s, %s".formatted(ownScript("bridge.js"), ownScript("signals.js"), ownScript("actions.js"));
        String version = fingerprint(library + own);
        return new PageScript(
                "if (%s) {\n%s\n%s\n}".formatted(IN_PAGE, SETTINGS, library),
                """
                {
                  const channel = window.%s;
                  delete window.%1$s;
                  if (%s) ((bridge, ...parts) => bridge(channel, '%s', ...parts))(%s);
                }
                """.formatted(CHANNEL, IN_PAGE, version, own),
                """
                (() => {
                  const channel = window.%s;
                  delete window.%1$s;
                  const bridge = window[Symbol.for('sanasend')];
                  if (bridge?.version !== '%s') return false;
                  bridge.rejoin(channel);
                  return true;
                })()
                """.formatted(CHANNEL, version));
    }

    /** Another library, or another build of the worker, is another page. */
    private static String fingerprint(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
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

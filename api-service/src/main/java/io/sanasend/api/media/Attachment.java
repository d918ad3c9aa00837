package io.sanasend.api.media;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** How a stored file is handed out, so that no browser runs what is in it. */
public final class Attachment {

    private static final String UNNAMED_TYPE = "application/octet-stream";
    private static final Set<String> SAFE = Set.of("application/pdf", "application/zip", "text/plain", "text/csv");

    private Attachment() {}

    /** The type to send it as: its own, unless a browser could take it for a page or a script. */
    public static String contentType(String detected) {
        String type = detected.toLowerCase(Locale.ROOT);
        boolean markup = type.endsWith("+xml") || type.endsWith("/xml");
        boolean shown = type.startsWith("image/")
                || type.startsWith("audio/")
                || type.startsWith("video/")
                || type.startsWith("application/vnd.")
                || SAFE.contains(type);
        return shown && !markup ? type : UNNAMED_TYPE;
    }

    /** Its {@code Content-Disposition} (RFC 6266): the name in ASCII for old clients, and as it is (RFC 8187). */
    public static String disposition(String filename) {
        String ascii = filename.replaceAll("[^ -~]|[\"\\\\%]", "_");
        String encoded = URLEncoder.encode(filename, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
    }
}

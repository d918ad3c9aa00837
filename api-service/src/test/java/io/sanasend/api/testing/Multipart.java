package io.sanasend.api.testing;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a small multipart body. */
record Multipart(Map<String, byte[]> parts) {

    static Multipart read(String contentType, byte[] body) {
        String boundary = "--" + contentType.replaceAll(".*boundary=\"?([^\";]+)\"?.*", "$1");
        Map<String, byte[]> parts = new LinkedHashMap<>();
        // One byte a character, so that the bytes of a file survive.
        for (String part : new String(body, StandardCharsets.ISO_8859_1).split(boundary, -1)) {
            int end = part.indexOf("\r\n\r\n");
            if (end > 0) {
                String name = part.substring(0, end).replaceAll("(?s).*[; ]name=\"([^\"]*)\".*", "$1");
                parts.put(name, part.substring(end + 4, part.length() - 2).getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return new Multipart(parts);
    }

    byte[] part(String name) {
        byte[] part = parts.get(name);
        if (part == null) {
            throw new IllegalStateException("no part " + name + " among " + parts.keySet());
        }
        return part;
    }
}

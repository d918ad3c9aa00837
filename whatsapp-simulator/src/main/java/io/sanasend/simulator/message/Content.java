package io.sanasend.simulator.message;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a message says.
 *
 * @param type {@code chat}, {@code image}, {@code video}, {@code audio}, {@code ptt}, {@code document}, {@code sticker}
 * @param file the file of a media message
 */
public record Content(
        String type,
        @Nullable String body,
        @Nullable String caption,
        @Nullable String filename,
        @Nullable String mimetype,
        @Nullable StoredFile file) {

    public static Content text(String body) {
        return new Content("chat", body, null, null, null, null);
    }

    /** Puts the fields into the shape the page uses. */
    void writeTo(Map<String, @Nullable Object> message) {
        message.put("type", type);
        message.put("body", body);
        message.put("caption", caption);
        message.put("filename", filename);
        message.put("mimetype", mimetype);
        if (file != null) {
            message.put("mediaId", file.id());
            message.put("size", file.size());
            message.put("filehash", file.sha256());
        }
    }

    @Override
    public String toString() {
        return "Content[" + type + "]";
    }
}

package io.sanasend.model.message;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** What is sent. {@code toString} never shows content. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = OutboundMessage.Text.class, name = "text"),
    @JsonSubTypes.Type(value = OutboundMessage.Media.class, name = "media")
})
public sealed interface OutboundMessage {

    /**
     * A text message.
     *
     * @param body at least one character; WhatsApp itself takes at most 65,536
     */
    record Text(String body) implements OutboundMessage {
        public Text {
            require(body, "body");
            if (body.isEmpty() || body.length() > 65_536) {
                throw new IllegalArgumentException("body has 1 to 65,536 characters");
            }
        }

        @Override
        public String toString() {
            return "Text[" + body.length() + " chars]";
        }
    }

    /**
     * A file; its bytes travel beside this record.
     *
     * @param contentType the type found in the bytes, not the one claimed
     * @param filename what the recipient sees for a document
     * @param caption at most 1,024 characters, WhatsApp's limit
     */
    record Media(
            MediaType mediaType,
            String contentType,
            String filename,
            @Nullable String caption) implements OutboundMessage {
        public Media {
            require(mediaType, "mediaType");
            require(contentType, "contentType");
            require(filename, "filename");
            if (filename.isBlank() || filename.length() > 255 || filename.indexOf('/') >= 0) {
                throw new IllegalArgumentException("filename has 1 to 255 characters and no slash");
            }
            if (caption != null && caption.length() > 1024) {
                throw new IllegalArgumentException("caption has at most 1,024 characters");
            }
        }

        @Override
        public String toString() {
            return "Media[" + mediaType.wireName() + ", " + contentType + "]";
        }
    }

    /** JSON may leave anything out; whoever sent it is told what. */
    private static void require(@Nullable Object value, String field) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is required");
        }
    }
}

package io.sanasend.model.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The kinds of file WhatsApp tells apart. Lower case on the wire. */
public enum MediaType {
    IMAGE,
    DOCUMENT,
    VIDEO,
    AUDIO;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The type of that wire name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static MediaType ofWireName(String name) {
        for (MediaType type : values()) {
            if (type.wireName().equals(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException("media_type is one of image, document, video, audio");
    }
}

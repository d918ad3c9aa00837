package io.sanasend.api.media;

import io.sanasend.api.problem.FieldErrors;
import io.sanasend.model.message.MediaType;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.tika.Tika;

/**
 * What may be sent as which kind of message. The type of a file is read from its bytes; what its sender claims, by name
 * or header, counts for nothing.
 */
@ApplicationScoped
public class MediaRules {

    private static final String FILE = "file";
    private static final Map<MediaType, Set<String>> TAKEN = Map.of(
            MediaType.IMAGE, Set.of("image/jpeg", "image/png"),
            MediaType.VIDEO, Set.of("video/mp4", "video/3gpp", "video/x-m4v", "application/mp4", "video/quicktime"),
            MediaType.AUDIO,
                    Set.of(
                            "audio/aac",
                            "audio/x-aac",
                            "audio/mp4",
                            "audio/amr",
                            "audio/mpeg",
                            "audio/ogg",
                            "audio/vorbis",
                            "audio/opus",
                            "application/ogg",
                            "application/mp4"));
    private static final Map<MediaType, String> READABLE = Map.of(
            MediaType.IMAGE, "must be a JPEG or PNG image",
            MediaType.VIDEO, "must be an MP4 or 3GPP video",
            MediaType.AUDIO, "must be AAC, MP4, AMR, MP3 or Ogg audio");

    private final MediaConfig config;
    private final Tika tika = new Tika();

    public MediaRules(MediaConfig config) {
        this.config = config;
    }

    /**
     * The content type of the file.
     *
     * @throws io.sanasend.api.problem.ApiException 422 if it is empty or not what it is sent as, 413 if it is too large
     */
    public String check(MediaType type, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            long size = Files.size(file);
            if (size == 0) {
                throw FieldErrors.invalid(FILE, "is empty");
            }
            long limit = limitOf(type);
            if (size > limit) {
                throw new FileTooLarge(type, limit);
            }
            return agreed(type, tika.detect(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String agreed(MediaType type, String found) {
        if (type == MediaType.DOCUMENT) {
            return found;
        }
        if (!TAKEN.getOrDefault(type, Set.of()).contains(found)) {
            throw FieldErrors.invalid(FILE, READABLE.getOrDefault(type, "has the wrong type"));
        }
        // The containers are the same for both kinds; WhatsApp wants to be told which it is.
        boolean generic = found.startsWith("application/");
        return generic ? type.name().toLowerCase(Locale.ROOT) + found.substring("application".length()) : found;
    }

    private long limitOf(MediaType type) {
        return switch (type) {
            case IMAGE -> config.maxImage().asLongValue();
            case VIDEO -> config.maxVideo().asLongValue();
            case AUDIO -> config.maxAudio().asLongValue();
            case DOCUMENT -> config.maxDocument().asLongValue();
        };
    }
}

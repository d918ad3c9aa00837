package io.sanasend.api.message;

import io.sanasend.api.media.MediaRules;
import io.sanasend.api.problem.FieldErrors;
import io.sanasend.api.problem.Text;
import io.sanasend.model.message.MediaType;
import io.sanasend.model.message.OutboundMessage;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** A file to be sent, as multipart form. Its upload is on the disk already, and gone after the request unless kept. */
@Schema(name = "MediaMessage")
class MediaForm {

    private static final int MAX_CAPTION = 1_000;
    /** WhatsApp counts UTF-16 units, not characters. */
    private static final int MAX_CAPTION_UNITS = 1_024;

    private static final int MAX_NAME = 255;

    @RestForm
    @NotBlank
    @Schema(description = "E.164 number, with or without +, or a group id", examples = "+49 1511 2345678")
    @Nullable
    String recipient;

    @RestForm("media_type")
    @NotBlank
    @Schema(
            description = "What it is sent as; file is the same as document",
            enumeration = {"image", "document", "video", "audio", "file"})
    @Nullable
    String mediaType;

    @RestForm
    @Text(max = MAX_CAPTION, multiline = true)
    @Schema(description = "Text below the file, counted in code points", examples = "Your invoice")
    @Nullable
    String caption;

    @RestForm
    @Text(max = MAX_NAME)
    @Schema(description = "The name the recipient sees; absent: the name of the upload", examples = "invoice.pdf")
    @Nullable
    String filename;

    @RestForm
    @Text(max = 100)
    @Schema(description = "Instance id, session id or name; absent: the primary", examples = "u7")
    @Nullable
    String session;

    @RestForm
    @Text(max = 255)
    @Schema(description = "Your own id of the message; can be searched for", examples = "order-4711")
    @Nullable
    String reference;

    @RestForm
    @Schema(
            type = SchemaType.INTEGER,
            minimum = "" + Validity.MIN_SECONDS,
            maximum = "" + Validity.MAX_SECONDS,
            description = Validity.DESCRIPTION,
            examples = "14400")
    @Nullable
    String validity;

    @RestForm
    @NotNull
    @Schema(
            type = SchemaType.STRING,
            format = "binary",
            description = "The file. Its type is read from its bytes; how large it may be depends on media_type")
    @Nullable
    FileUpload file;

    String recipient() {
        return Objects.requireNonNull(recipient, "validated");
    }

    @Nullable
    String session() {
        return session;
    }

    @Nullable
    String reference() {
        return reference;
    }

    @Nullable
    Integer validity() {
        return Validity.parse(validity);
    }

    Path upload() {
        return Objects.requireNonNull(file, "validated").uploadedFile();
    }

    /**
     * Checks the fields and the file together.
     *
     * @throws io.sanasend.api.problem.ApiException names the field that is not valid
     */
    OutboundMessage.Media toMedia(MediaRules rules) {
        MediaType type = type();
        String text = caption == null || caption.isEmpty() ? null : caption;
        if (text != null && text.length() > MAX_CAPTION_UNITS) {
            throw FieldErrors.invalid("caption", "is longer than WhatsApp takes");
        }
        return new OutboundMessage.Media(type, rules.check(type, upload()), name(), text);
    }

    private MediaType type() {
        String name = Objects.requireNonNull(mediaType, "validated");
        try {
            return name.equals("file") ? MediaType.DOCUMENT : MediaType.ofWireName(name);
        } catch (IllegalArgumentException _) {
            throw FieldErrors.invalid("media_type", "must be one of image, document, video, audio, file");
        }
    }

    /** The last part of a path, without what could do harm on the recipient's side. */
    private String name() {
        String given = filename == null || filename.isBlank()
                ? Objects.requireNonNull(file, "validated").fileName()
                : filename;
        String last =
                given == null ? "" : given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        String clean = last.replaceAll("[\\p{Cntrl}\\p{Cs}]", "").strip();
        String bounded = clean.length() > MAX_NAME ? clean.substring(clean.length() - MAX_NAME) : clean;
        return bounded.isBlank() ? "file" : bounded;
    }
}

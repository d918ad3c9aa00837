package io.sanasend.api.usage;

import jakarta.persistence.Tuple;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is counted: messages by what became of them and by their types, and API requests. A message counts for the time it was
 * accepted at, whenever it was sent.
 *
 * @param sent WhatsApp took them, with or without a file
 * @param expired not among those that failed
 * @param texts of those accepted, like the other types
 * @param mediaSent those sent that have a file
 * @param mediaBytes of the files of those accepted
 */
public record Figures(
        long accepted,
        long sent,
        long failed,
        long expired,
        long cancelled,
        long texts,
        long images,
        long documents,
        long videos,
        long audios,
        long mediaSent,
        long mediaBytes,
        long requests) {

    public static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static final List<String> OF_MESSAGES = List.of(
            "accepted",
            "sent",
            "failed",
            "expired",
            "cancelled",
            "texts",
            "images",
            "documents",
            "videos",
            "audios",
            "media_sent",
            "media_bytes");

    /** The columns of messages; {@code requests} goes behind them. */
    public static final String COLUMNS = String.join(", ", OF_MESSAGES);

    /** What these columns are for messages {@code m}; some of them are open besides. */
    public static final String COUNTED = """
            count(*) AS accepted,
            count(*) FILTER (WHERE m.status IN ('sent', 'delivered', 'read')) AS sent,
            count(*) FILTER (WHERE m.status = 'failed') AS failed,
            count(*) FILTER (WHERE m.status = 'expired') AS expired,
            count(*) FILTER (WHERE m.status = 'cancelled') AS cancelled,
            count(*) FILTER (WHERE m.message_type = 'text') AS texts,
            count(*) FILTER (WHERE m.message_type = 'image') AS images,
            count(*) FILTER (WHERE m.message_type = 'document') AS documents,
            count(*) FILTER (WHERE m.message_type = 'video') AS videos,
            count(*) FILTER (WHERE m.message_type = 'audio') AS audios,
            count(*) FILTER (WHERE m.status IN ('sent', 'delivered', 'read') AND m.message_type <> 'text') AS media_sent,
            CAST(COALESCE(sum(m.size), 0) AS bigint) AS media_bytes""";

    /** The columns of something that has no messages. */
    public static final String NO_MESSAGES =
            OF_MESSAGES.stream().map(column -> "0 AS " + column).collect(Collectors.joining(", "));

    /** The sums of the columns, with requests. */
    public static final String SUMS =
            OF_MESSAGES.stream().map(Figures::sum).collect(Collectors.joining(", ")) + ", " + sum("requests");

    /** Columns of usage days {@code d}. */
    public static final String OF_DAY =
            OF_MESSAGES.stream().map(column -> "d." + column).collect(Collectors.joining(", "));

    private static String sum(String column) {
        return "CAST(COALESCE(sum(" + column + "), 0) AS bigint) AS " + column;
    }

    /** Reads a row with all columns. */
    public static Figures read(Tuple row) {
        return new Figures(
                row.get("accepted", Long.class),
                row.get("sent", Long.class),
                row.get("failed", Long.class),
                row.get("expired", Long.class),
                row.get("cancelled", Long.class),
                row.get("texts", Long.class),
                row.get("images", Long.class),
                row.get("documents", Long.class),
                row.get("videos", Long.class),
                row.get("audios", Long.class),
                row.get("media_sent", Long.class),
                row.get("media_bytes", Long.class),
                row.get("requests", Long.class));
    }

    /** Those that may still go out. */
    public long open() {
        return accepted - sent - failed - expired - cancelled;
    }

    public Figures plus(Figures more) {
        return new Figures(
                accepted + more.accepted,
                sent + more.sent,
                failed + more.failed,
                expired + more.expired,
                cancelled + more.cancelled,
                texts + more.texts,
                images + more.images,
                documents + more.documents,
                videos + more.videos,
                audios + more.audios,
                mediaSent + more.mediaSent,
                mediaBytes + more.mediaBytes,
                requests + more.requests);
    }
}

package io.sanasend.api.message;

import io.sanasend.api.media.MediaStore;
import io.sanasend.model.message.OutboundMessage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Appends messages to their lanes, with their idempotency keys and what they use of their users' limits, in one statement. The
 * lanes' and quotas' rows are locked before, so that ids follow the order of acceptance.
 */
@ApplicationScoped
class NewMessages {

    /**
     * A lane's row changes only with the first message of an empty lane, which may go once the number has rested; and while its session
     * is not connected, when the lane is due as soon as the first message is too late.
     *
     * <p>A lane that nobody has although it is due, or about to be, was perhaps passed over by a claim because its row was
     * locked just now for these messages. So their replica looks for it again.
     */
    private static final String APPEND = """
            WITH drafts AS (
                SELECT * FROM unnest(CAST(:places AS integer[]), CAST(:users AS bigint[]), CAST(:sessions AS bigint[]),
                    CAST(:recipients AS text[]), CAST(:types AS text[]), CAST(:contents AS text[]), CAST(:captions AS text[]),
                    CAST(:filenames AS text[]), CAST(:mimetypes AS text[]), CAST(:sizes AS bigint[]),
                    CAST(:digests AS text[]), CAST(:files AS text[]), CAST(:references AS text[]), CAST(:waIds AS text[]),
                    CAST(:validities AS bigint[]), CAST(:keys AS text[]), CAST(:hashes AS text[])) AS d (place, user_id,
                    session_id, recipient, message_type, content, caption, filename, mimetype, size, sha256, media_key,
                    reference, wa_message_id, validity, key, request_hash)
            ), lane AS MATERIALIZED (
                SELECT l.session_id, l.head_id, l.holder, l.due_at, l.down_since, l.rest_until, %s AS outage,
                    clock_timestamp() + d.validity * interval '1 second' AS too_late
                FROM (SELECT session_id, min(validity) AS validity FROM drafts GROUP BY session_id) d
                JOIN lanes l ON l.session_id = d.session_id
            ), message AS (
                INSERT INTO messages (user_id, session_id, recipient, message_type, content, caption, filename, mimetype,
                    size, sha256, media_key, reference, status, wa_message_id, validity, expires_at_outage, created_at)
                SELECT d.user_id, d.session_id, d.recipient, d.message_type, d.content, d.caption, d.filename, d.mimetype,
                    d.size, d.sha256, d.media_key, d.reference, 'queued', d.wa_message_id, d.validity,
                    lane.outage + d.validity * 1000, :now
                FROM drafts d JOIN lane ON lane.session_id = d.session_id ORDER BY d.place
                RETURNING id, user_id, session_id, wa_message_id, recipient, content, caption
            ), history AS (
                INSERT INTO message_events (message_id, status, at) SELECT id, 'queued', :now FROM message ORDER BY id
            ), searched AS (
                INSERT INTO message_texts (message_id, user_id, body)
                SELECT id, user_id, concat_ws(E'\\n', recipient, content, caption) FROM message ORDER BY id
            ), remembered AS (
                INSERT INTO idempotency_keys AS known (user_id, key, request_hash, message_id, created_at)
                SELECT d.user_id, d.key, d.request_hash, message.id, :now
                FROM drafts d JOIN message ON message.wa_message_id = d.wa_message_id WHERE d.key IS NOT NULL
                ON CONFLICT (user_id, key) DO UPDATE SET request_hash = EXCLUDED.request_hash,
                    message_id = EXCLUDED.message_id, created_at = EXCLUDED.created_at
            ), charged AS (
                UPDATE message_quotas q SET day = c.day, accepted = c.accepted, minute = c.minute,
                    in_minute = c.in_minute, in_minute_before = c.in_minute_before
                FROM unnest(CAST(:owners AS bigint[]), CAST(:days AS date[]), CAST(:accepted AS bigint[]),
                    CAST(:minutes AS bigint[]), CAST(:inMinutes AS bigint[]), CAST(:inMinutesBefore AS bigint[]))
                    AS c (user_id, day, accepted, minute, in_minute, in_minute_before)
                WHERE q.user_id = c.user_id
            ), first AS (
                SELECT lane.session_id, min(message.id) AS id,
                    lane.head_id IS NULL OR (lane.down_since IS NOT NULL AND lane.holder IS NULL
                        AND (lane.due_at > lane.too_late) IS NOT FALSE) AS is_changed,
                    lane.down_since IS NULL AND (lane.head_id IS NULL
                        OR (lane.holder IS NULL AND lane.due_at <= clock_timestamp() + interval '1 second')) AS is_to_go,
                    CASE WHEN lane.down_since IS NOT NULL THEN lane.too_late
                        WHEN lane.head_id IS NULL THEN GREATEST(clock_timestamp(), lane.rest_until)
                        ELSE lane.due_at END AS due_at
                FROM lane JOIN message ON message.session_id = lane.session_id
                GROUP BY lane.session_id, lane.head_id, lane.down_since, lane.holder, lane.due_at, lane.too_late,
                    lane.rest_until
            ), appended AS (
                UPDATE lanes SET head_id = COALESCE(lanes.head_id, first.id), due_at = first.due_at
                FROM first WHERE lanes.session_id = first.session_id AND first.is_changed
            )
            SELECT message.wa_message_id, message.id, CASE WHEN first.is_to_go THEN GREATEST(0,
                CAST(extract(epoch FROM first.due_at - clock_timestamp()) * 1000 AS bigint)) END AS due_in
            FROM message JOIN first ON first.session_id = message.session_id""".formatted(HeadAttempt.OUTAGE);

    private final EntityManager database;

    NewMessages(EntityManager database) {
        this.database = database;
    }

    /** A draft that is accepted, and the session it goes out from. */
    record Entry(Draft draft, long sessionRow) {}

    /**
     * A message that is stored.
     *
     * @param dueIn after which its lane is to be claimed; empty if nobody here has to look
     */
    record Stored(long id, Optional<Duration> dueIn) {}

    /**
     * Appends messages in the order in which they are given; answers them by their WhatsApp ids.
     *
     * @param quotas of all their users, with these messages counted
     * @param at when they are accepted
     */
    @Transactional(Transactional.TxType.MANDATORY)
    Map<String, Stored> append(List<Entry> entries, Map<Long, MessageQuota.Row> quotas, Instant at) {
        List<Long> owners = new ArrayList<>(quotas.keySet());
        List<?> rows = database.createNativeQuery(APPEND, Tuple.class)
                .setParameter("places", Columns.places(entries))
                .setParameter(
                        "users", Columns.of(entries, entry -> entry.draft().userId(), Long[]::new))
                .setParameter("sessions", Columns.of(entries, Entry::sessionRow, Long[]::new))
                .setParameter(
                        "recipients", texts(entries, draft -> draft.recipient().value()))
                .setParameter("types", texts(entries, NewMessages::type))
                .setParameter("contents", texts(entries, NewMessages::content))
                .setParameter("captions", texts(entries, draft -> media(draft, OutboundMessage.Media::caption)))
                .setParameter("filenames", texts(entries, draft -> media(draft, OutboundMessage.Media::filename)))
                .setParameter("mimetypes", texts(entries, draft -> media(draft, OutboundMessage.Media::contentType)))
                .setParameter(
                        "sizes", Columns.of(entries, entry -> file(entry.draft(), MediaStore.Kept::size), Long[]::new))
                .setParameter("digests", texts(entries, draft -> file(draft, MediaStore.Kept::sha256)))
                .setParameter("files", texts(entries, draft -> file(draft, MediaStore.Kept::key)))
                .setParameter("references", texts(entries, Draft::reference))
                .setParameter(
                        "waIds", texts(entries, draft -> draft.waMessageId().value()))
                .setParameter(
                        "validities",
                        Columns.of(entries, entry -> entry.draft().validity().toSeconds(), Long[]::new))
                .setParameter("keys", texts(entries, Draft::keyValue))
                .setParameter(
                        "hashes",
                        texts(
                                entries,
                                draft ->
                                        draft.key() == null ? null : draft.key().requestHash()))
                .setParameter("owners", owners.toArray(Long[]::new))
                .setParameter(
                        "days", charges(owners, quotas, MessageQuota.Row::day).toArray(LocalDate[]::new))
                .setParameter(
                        "accepted",
                        charges(owners, quotas, MessageQuota.Row::accepted).toArray(Long[]::new))
                .setParameter(
                        "minutes",
                        charges(owners, quotas, MessageQuota.Row::minute).toArray(Long[]::new))
                .setParameter(
                        "inMinutes",
                        charges(owners, quotas, MessageQuota.Row::inMinute).toArray(Long[]::new))
                .setParameter(
                        "inMinutesBefore",
                        charges(owners, quotas, MessageQuota.Row::inMinuteBefore)
                                .toArray(Long[]::new))
                .setParameter("now", at)
                .getResultList();
        Map<String, Stored> stored = new HashMap<>();
        for (Object row : rows) {
            Tuple tuple = (Tuple) row;
            stored.put(
                    tuple.get("wa_message_id", String.class),
                    new Stored(
                            tuple.get("id", Long.class),
                            Optional.ofNullable(tuple.get("due_in", Long.class)).map(Duration::ofMillis)));
        }
        return stored;
    }

    private static @Nullable String[] texts(List<Entry> entries, Function<Draft, @Nullable String> value) {
        return Columns.of(entries, entry -> value.apply(entry.draft()), String[]::new);
    }

    private static <T> List<T> charges(
            List<Long> owners, Map<Long, MessageQuota.Row> quotas, Function<MessageQuota.Row, T> value) {
        return owners.stream().map(quotas::get).map(value).toList();
    }

    private static String type(Draft draft) {
        return switch (draft.message()) {
            case OutboundMessage.Text _ -> "text";
            case OutboundMessage.Media media -> media.mediaType().wireName();
        };
    }

    private static @Nullable String content(Draft draft) {
        return draft.message() instanceof OutboundMessage.Text(String body) ? body : null;
    }

    private static @Nullable String media(Draft draft, Function<OutboundMessage.Media, @Nullable String> value) {
        return draft.message() instanceof OutboundMessage.Media media ? value.apply(media) : null;
    }

    private static <T> @Nullable T file(Draft draft, Function<MediaStore.Kept, T> value) {
        return draft.file() == null ? null : value.apply(draft.file());
    }
}

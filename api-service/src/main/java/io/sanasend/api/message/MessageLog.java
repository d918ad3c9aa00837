package io.sanasend.api.message;

import io.sanasend.api.answer.PageQuery;
import io.sanasend.api.security.Caller;
import io.sanasend.model.message.MessageStatus;
import io.sanasend.model.message.WaMessageId;
import io.sanasend.model.session.SessionId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of a user, each by one statement that an index serves. Lists are what is asked for most, so rows
 * become the answer's own records without a stop.
 */
@ApplicationScoped
class MessageLog {

    private static final String SELECT = """
            SELECT m.id, m.recipient, m.message_type, m.content, m.caption, m.filename, m.status, m.error_code,
                m.error_message, CASE WHEN m.sent_at IS NOT NULL THEN m.wa_message_id END, s.wire_id, m.reference,
                m.sent_at, m.delivered_at, m.read_at, m.created_at, m.attempts, m.media_key IS NOT NULL
            FROM messages m JOIN sessions s ON s.id = m.session_id
            WHERE\s""";

    private final DataSource database;

    MessageLog(DataSource database) {
        this.database = database;
    }

    /**
     * A page of messages, newest first.
     *
     * @param count of all that fit; absent when read by cursor
     * @param last id of the last message, if more follow; absent when read by number
     */
    record Found(
            List<MessageView> messages,
            @Nullable Long count,
            @Nullable Long last) {}

    Found find(MessageFilter.Criteria criteria, PageQuery page, Caller caller) {
        return page.cursor().isPresent()
                ? below(criteria, page.cursor().getAsLong(), page.size(), caller)
                : numbered(criteria, page, caller);
    }

    private Found numbered(MessageFilter.Criteria criteria, PageQuery page, Caller caller) {
        Select count = new Select("SELECT count(*) FROM messages m WHERE " + criteria.where(), criteria.parameters());
        long all = count.from(database, row -> row.getLong(1)).getFirst();
        if (page.offset() >= all) {
            return new Found(List.of(), all, null);
        }
        return new Found(rows(criteria, page.size() + " OFFSET " + page.offset(), caller), all, null);
    }

    /** One row more than asked for is read, to know whether there is a next page. */
    private Found below(MessageFilter.Criteria criteria, long cursor, int size, Caller caller) {
        List<MessageView> rows = rows(criteria.and("m.id < ?", cursor), Integer.toString(size + 1), caller);
        boolean more = rows.size() > size;
        List<MessageView> page = more ? rows.subList(0, size) : rows;
        return new Found(page, null, more ? page.getLast().id() : null);
    }

    /** The limit is part of the text: as a parameter it would hide from the planner that few rows are wanted. */
    private List<MessageView> rows(MessageFilter.Criteria criteria, String limit, Caller caller) {
        String sql = SELECT + criteria.where() + " ORDER BY m.id DESC LIMIT " + limit;
        return new Select(sql, criteria.parameters()).from(database, row -> view(row, caller.username()));
    }

    /** The caller's message of that id, without its history. */
    Optional<MessageView> one(Caller caller, long id) {
        return new Select(SELECT + "m.id = ? AND m.user_id = ?", List.of(id, caller.userId()))
                .from(database, row -> view(row, caller.username())).stream().findFirst();
    }

    /** How far the user's message of that id is. */
    Optional<Standing> standing(long userId, long id) {
        String sql = """
                SELECT s.wire_id, m.wa_message_id, m.status, m.sent_at, m.error_code, m.media_key IS NOT NULL
                FROM messages m JOIN sessions s ON s.id = m.session_id WHERE m.id = ? AND m.user_id = ?""";
        return new Select(sql, List.of(id, userId))
                        .from(
                                database,
                                row -> new Standing(
                                        id,
                                        new SessionId(row.getString(1)),
                                        new WaMessageId(row.getString(2)),
                                        MessageStatus.ofWireName(row.getString(3)),
                                        Select.instant(row, 4),
                                        row.getString(5),
                                        row.getBoolean(6)))
                        .stream()
                        .findFirst();
    }

    /** The file of the user's message, if it has one that is still kept. */
    Optional<StoredFile> fileOf(long userId, long id) {
        String sql = "SELECT media_key, filename, mimetype, sha256 FROM messages"
                + " WHERE id = ? AND user_id = ? AND media_key IS NOT NULL";
        return new Select(sql, List.of(id, userId))
                        .from(
                                database,
                                row -> new StoredFile(
                                        row.getString(1),
                                        Objects.requireNonNullElse(row.getString(2), "file"),
                                        row.getString(3),
                                        row.getString(4)))
                        .stream()
                        .findFirst();
    }

    /** What happened to the message, first things first. */
    List<MessageView.MessageStep> historyOf(long id) {
        return new Select("SELECT status, at, detail FROM message_events WHERE message_id = ? ORDER BY id", List.of(id))
                .from(
                        database,
                        row -> new MessageView.MessageStep(
                                row.getString(1), Objects.requireNonNull(Select.instant(row, 2)), row.getString(3)));
    }

    private static MessageView view(ResultSet row, String username) throws SQLException {
        long id = row.getLong(1);
        return new MessageView(
                id,
                username,
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                MessageStatus.ofWireName(row.getString(7)),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                Select.instant(row, 13),
                Select.instant(row, 14),
                Select.instant(row, 15),
                Objects.requireNonNull(Select.instant(row, 16)),
                row.getInt(17),
                row.getBoolean(18) ? MessageView.filePath(id) : null,
                null);
    }
}

package io.sanasend.api.message;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.sanasend.api.answer.PageQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the messages of a user. */
@ApplicationScoped
class MessageLog implements PanacheRepository<StoredMessage> {

    private static final String FROM = " from StoredMessage m where ";

    /**
     * A page of messages, newest first.
     *
     * @param count of all that fit; absent when read by cursor
     * @param nextCursor where the next page starts; absent when read by number, and on the last page
     */
    record Found(
            List<StoredMessage> messages,
            @Nullable Long count,
            @Nullable Long nextCursor) {}

    @Transactional
    Found find(MessageFilter.Criteria criteria, PageQuery page) {
        return page.cursor().isPresent()
                ? below(criteria, page.cursor().getAsLong(), page.size())
                : numbered(criteria, page);
    }

    private Found numbered(MessageFilter.Criteria criteria, PageQuery page) {
        String where = String.join(" and ", criteria.conditions());
        TypedQuery<Long> count = getEntityManager().createQuery("select count(*)" + FROM + where, Long.class);
        criteria.parameters().forEach(count::setParameter);
        List<StoredMessage> rows = select(where, criteria)
                .setFirstResult(page.offset())
                .setMaxResults(page.size())
                .getResultList();
        return new Found(rows, count.getSingleResult(), null);
    }

    /** One row more than asked for is read, to know whether there is a next page. */
    private Found below(MessageFilter.Criteria criteria, long cursor, int size) {
        List<String> conditions = new ArrayList<>(criteria.conditions());
        conditions.add("m.id < :cursor");
        List<StoredMessage> rows = select(String.join(" and ", conditions), criteria)
                .setParameter("cursor", cursor)
                .setMaxResults(size + 1)
                .getResultList();
        boolean more = rows.size() > size;
        List<StoredMessage> page = more ? rows.subList(0, size) : rows;
        return new Found(page, null, more ? page.getLast().id() : null);
    }

    private TypedQuery<StoredMessage> select(String where, MessageFilter.Criteria criteria) {
        TypedQuery<StoredMessage> query = getEntityManager()
                .createQuery(
                        "select m from StoredMessage m join fetch m.session where " + where + " order by m.id desc",
                        StoredMessage.class);
        criteria.parameters().forEach(query::setParameter);
        return query;
    }

    /** The user's message of that id. */
    @Transactional
    Optional<StoredMessage> one(long userId, long id) {
        return find("from StoredMessage m join fetch m.session where m.id = ?1 and m.userId = ?2", id, userId)
                .firstResultOptional();
    }

    /** What happened to the message, first things first. */
    @Transactional
    List<MessageView.MessageStep> historyOf(long id) {
        List<?> rows = getEntityManager()
                .createNativeQuery(
                        "SELECT status, at, detail FROM message_events WHERE message_id = :id ORDER BY id", Tuple.class)
                .setParameter("id", id)
                .getResultList();
        return rows.stream().map(Tuple.class::cast).map(MessageLog::step).toList();
    }

    private static MessageView.MessageStep step(Tuple row) {
        return new MessageView.MessageStep(
                row.get("status", String.class), row.get("at", Instant.class), row.get("detail", String.class));
    }
}

package io.sanasend.api.audit;

import io.sanasend.api.answer.PageQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the audit log, newest first. */
@ApplicationScoped
class AuditRows {

    private final EntityManager database;

    AuditRows(EntityManager database) {
        this.database = database;
    }

    /**
     * A page of the log.
     *
     * @param count of all that fit; absent when read by cursor
     * @param last the id of its last row, if another follows and it is read by cursor
     */
    record Found(
            List<AuditView> entries,
            @Nullable Long count,
            @Nullable Long last) {}

    @Transactional
    Found find(AuditFilter.Criteria criteria, PageQuery page) {
        return page.cursor().isPresent()
                ? below(criteria, page.cursor().getAsLong(), page.size())
                : numbered(criteria, page);
    }

    private Found numbered(AuditFilter.Criteria criteria, PageQuery page) {
        Query count = database.createNativeQuery("SELECT count(*) FROM audit_log" + where(criteria), Long.class);
        criteria.parameters().forEach(count::setParameter);
        return new Found(rows(criteria, page.offset(), page.size()), (Long) count.getSingleResult(), null);
    }

    /** One row more than asked for is read, to know whether there is a next page. */
    private Found below(AuditFilter.Criteria criteria, long cursor, int size) {
        AuditFilter.Criteria from =
                new AuditFilter.Criteria(new ArrayList<>(criteria.conditions()), criteria.parameters());
        from.add("id < :cursor", "cursor", cursor);
        List<AuditView> rows = rows(from, 0, size + 1);
        boolean more = rows.size() > size;
        List<AuditView> page = more ? rows.subList(0, size) : rows;
        return new Found(page, null, more ? page.getLast().id() : null);
    }

    private List<AuditView> rows(AuditFilter.Criteria criteria, int offset, int size) {
        Query query = database.createNativeQuery(select(criteria), Tuple.class)
                .setFirstResult(offset)
                .setMaxResults(size);
        criteria.parameters().forEach(query::setParameter);
        List<?> rows = query.getResultList();
        return rows.stream().map(Tuple.class::cast).map(AuditRows::view).toList();
    }

    static String select(AuditFilter.Criteria criteria) {
        return "SELECT " + AuditTable.COLUMNS + " FROM audit_log" + where(criteria) + " ORDER BY id DESC";
    }

    private static String where(AuditFilter.Criteria criteria) {
        return criteria.conditions().isEmpty() ? "" : " WHERE " + String.join(" AND ", criteria.conditions());
    }

    private static AuditView view(Tuple row) {
        return new AuditView(
                row.get("id", Long.class),
                row.get("at", Instant.class),
                row.get("actor_id", Long.class),
                row.get("actor_name", String.class),
                row.get("credential", String.class),
                row.get("address", String.class),
                row.get("action", String.class),
                row.get("object_kind", String.class) + "/" + row.get("object_id", String.class),
                Facts.read(row.get("before", String.class)),
                Facts.read(row.get("after", String.class)),
                row.get("request_id", String.class),
                HexFormat.of().formatHex(row.get("hash", byte[].class)));
    }
}

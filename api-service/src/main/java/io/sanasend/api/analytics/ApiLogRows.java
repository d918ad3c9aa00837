package io.sanasend.api.analytics;

import io.sanasend.api.answer.PageQuery;
import io.sanasend.api.apilog.LogTime;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the log of API requests, newest first. */
@ApplicationScoped
class ApiLogRows {

    private static final String COLUMNS =
            "SELECT id, user_id, endpoint, method, status, duration_ms, key_prefix, address,"
                    + " request_id, error_code FROM api_requests";

    private final EntityManager database;

    ApiLogRows(EntityManager database) {
        this.database = database;
    }

    /**
     * A page of the log.
     *
     * @param count of all that fit; absent when read by cursor
     * @param last the id of its last row, if another follows and it is read by cursor
     */
    record Found(
            List<ApiLogView> requests,
            @Nullable Long count,
            @Nullable Long last) {}

    @Transactional
    Found find(ApiLogFilter.Criteria criteria, PageQuery page) {
        return page.cursor().isPresent()
                ? below(criteria, page.cursor().getAsLong(), page.size())
                : numbered(criteria, page);
    }

    private Found numbered(ApiLogFilter.Criteria criteria, PageQuery page) {
        Query count = database.createNativeQuery(count(criteria), Long.class);
        criteria.parameters().forEach(count::setParameter);
        List<ApiLogView> rows = rows(criteria, page.offset(), page.size());
        return new Found(rows, (Long) count.getSingleResult(), null);
    }

    /** One row more than asked for is read, to know whether there is a next page. */
    private Found below(ApiLogFilter.Criteria criteria, long cursor, int size) {
        ApiLogFilter.Criteria from =
                new ApiLogFilter.Criteria(new ArrayList<>(criteria.conditions()), criteria.parameters());
        from.add("id < :cursor", "cursor", cursor);
        List<ApiLogView> rows = rows(from, 0, size + 1);
        boolean more = rows.size() > size;
        List<ApiLogView> page = more ? rows.subList(0, size) : rows;
        return new Found(page, null, more ? page.getLast().id() : null);
    }

    private List<ApiLogView> rows(ApiLogFilter.Criteria criteria, int offset, int size) {
        Query query = database.createNativeQuery(select(criteria), Tuple.class)
                .setFirstResult(offset)
                .setMaxResults(size);
        criteria.parameters().forEach(query::setParameter);
        List<?> rows = query.getResultList();
        return rows.stream().map(Tuple.class::cast).map(ApiLogRows::view).toList();
    }

    static String select(ApiLogFilter.Criteria criteria) {
        return COLUMNS + where(criteria) + " ORDER BY id DESC";
    }

    static String count(ApiLogFilter.Criteria criteria) {
        return "SELECT count(*) FROM api_requests" + where(criteria);
    }

    private static String where(ApiLogFilter.Criteria criteria) {
        return criteria.conditions().isEmpty() ? "" : " WHERE " + String.join(" AND ", criteria.conditions());
    }

    private static ApiLogView view(Tuple row) {
        long id = row.get("id", Long.class);
        return new ApiLogView(
                id,
                row.get("user_id", Long.class),
                row.get("endpoint", String.class),
                row.get("method", String.class),
                row.get("status", Short.class),
                row.get("duration_ms", Integer.class),
                row.get("address", String.class),
                row.get("key_prefix", String.class),
                row.get("request_id", String.class),
                row.get("error_code", String.class),
                LogTime.timeOf(id));
    }
}

package io.sanasend.api.message;

import io.sanasend.api.problem.ProblemType;
import io.sanasend.model.message.MessageStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * What is done about a lane whose head may not go: messages that can never go out are settled, a bounded number at a time,
 * and the lane waits until something happens.
 */
@ApplicationScoped
class StalledLanes {

    private static final int BATCH = 500;

    private final EntityManager database;
    private final LaneSettlement settlement;
    private final Clock clock;
    private final Event<MessageSettled> settlements;

    StalledLanes(EntityManager database, LaneSettlement settlement, Clock clock, Event<MessageSettled> settlements) {
        this.database = database;
        this.settlement = settlement;
        this.clock = clock;
        this.settlements = settlements;
    }

    /** A message that will not go out. */
    record Ended(String waMessageId, ProblemType code) {}

    /**
     * How the lane stands now.
     *
     * @param ended what was settled; empty if the lane was lost
     */
    record Cleared(LaneSettlement.Lane lane, List<Ended> ended) {}

    @Transactional
    Cleared clear(Hold hold, boolean goOn) {
        if (!settlement.hold(hold)) {
            return new Cleared(new LaneSettlement.Lane.Lost(), List.of());
        }
        List<Ended> ended = endHopeless(hold.sessionRow());
        ended.forEach(message -> settlements.fire(new MessageSettled(statusOf(message.code()), message.code())));
        return new Cleared(settlement.next(hold, Duration.ZERO, goOn), ended);
    }

    private static MessageStatus statusOf(ProblemType code) {
        return code == ProblemType.MESSAGE_EXPIRED ? MessageStatus.EXPIRED : MessageStatus.FAILED;
    }

    private List<Ended> endHopeless(long sessionRow) {
        List<?> rows = database.createNativeQuery(
                        """
                WITH hopeless AS (
                    SELECT m.id, CASE
                            WHEN m.unconfirmed THEN 'DELIVERY_UNKNOWN'
                            WHEN s.deleted_at IS NOT NULL THEN 'SESSION_DELETED'
                            ELSE 'MESSAGE_EXPIRED' END AS code
                    FROM lanes l JOIN sessions s ON s.id = l.session_id JOIN messages m ON m.session_id = l.session_id
                    WHERE l.session_id = :lane AND m.id >= l.head_id AND m.status IN ('queued', 'sending')
                        AND (s.deleted_at IS NOT NULL OR %s OR %s)
                    ORDER BY m.id LIMIT :most
                ), ended AS (
                    UPDATE messages m SET status = CASE WHEN code = 'MESSAGE_EXPIRED' THEN 'expired' ELSE 'failed' END,
                        error_code = code, settled_at = :now, error_message = CASE code
                            WHEN 'DELIVERY_UNKNOWN' THEN :unknown WHEN 'SESSION_DELETED' THEN :deleted ELSE :expired END
                    FROM hopeless WHERE m.id = hopeless.id AND m.status IN ('queued', 'sending')
                    RETURNING m.id, m.wa_message_id, m.status, code
                ), history AS (
                    INSERT INTO message_events (message_id, status, at, detail) SELECT id, status, :now, code FROM ended
                )
                SELECT wa_message_id, code FROM ended ORDER BY id""".formatted(HeadAttempt.LINK_GONE, HeadAttempt.EXPIRED), Tuple.class)
                .setParameter("lane", sessionRow)
                .setParameter("most", BATCH)
                .setParameter("now", clock.instant())
                .setParameter("unknown", ProblemType.DELIVERY_UNKNOWN.title())
                .setParameter("deleted", ProblemType.SESSION_DELETED.title())
                .setParameter("expired", ProblemType.MESSAGE_EXPIRED.title())
                .getResultList();
        return rows.stream()
                .map(Tuple.class::cast)
                .map(row -> new Ended(row.get(0, String.class), ProblemType.valueOf(row.get(1, String.class))))
                .toList();
    }
}

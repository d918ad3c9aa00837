package io.sanasend.api.pacing;

import io.sanasend.api.audit.Audit;
import io.sanasend.api.audit.AuditAction;
import io.sanasend.api.audit.Facts;
import io.sanasend.api.calendar.Days;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Keeps numbers to their pace: says after each message how long the number rests. Called by the holder of its lane, outside
 * of any transaction. A crash in between leaves a message uncounted, and the number a little faster for once.
 */
@ApplicationScoped
public class NumberPacing {

    private static final Logger LOG = Logger.getLogger(NumberPacing.class);

    private final Paces paces;
    private final SentLog sent;
    private final PacingConfig config;
    private final Days days;
    private final EntityManager database;
    private final Event<PaceChanged> changes;
    private final Audit audit;
    private final RandomGenerator random;

    NumberPacing(
            Paces paces,
            SentLog sent,
            PacingConfig config,
            Days days,
            EntityManager database,
            Event<PaceChanged> changes,
            Audit audit,
            RandomGenerator random) {
        this.paces = paces;
        this.sent = sent;
        this.config = config;
        this.days = days;
        this.database = database;
        this.changes = changes;
        this.audit = audit;
        this.random = random;
    }

    /** The number keeps this pace from now on; a message that waits for the former one is judged anew. */
    @Transactional
    void keep(long sessionRow, Pace pace) {
        audit.recordChange(AuditAction.SESSION_SET_PACING, sessionRow, ownFacts(sessionRow), pace.facts());
        paces.set(sessionRow, pace);
        judgeAnew(sessionRow, pace);
    }

    /** The number keeps the installation's pace again. */
    @Transactional
    void keepInstallations(long sessionRow) {
        audit.recordChange(AuditAction.SESSION_RESET_PACING, sessionRow, ownFacts(sessionRow), Facts.NONE);
        paces.forget(sessionRow);
        judgeAnew(sessionRow, Pace.of(config));
    }

    private Facts ownFacts(long sessionRow) {
        return paces.own(sessionRow).map(Pace::facts).orElse(Facts.NONE);
    }

    /** A rest after a warning lasts, whatever the pace. */
    private void judgeAnew(long sessionRow, Pace pace) {
        database.createNativeQuery("""
                UPDATE lanes SET rest_until = NULL, rest_reason = NULL,
                    due_at = CASE WHEN holder IS NULL AND due_at IS NOT NULL THEN clock_timestamp() ELSE due_at END
                WHERE session_id = :session AND rest_reason IS DISTINCT FROM :warning""")
                .setParameter("session", sessionRow)
                .setParameter("warning", RestReason.WARNING.wireName())
                .executeUpdate();
        holdStrangers(sessionRow, pace.enabled() && isOverForStrangers(pace, sent.of(sessionRow, pace)));
        changes.fire(new PaceChanged(sessionRow));
    }

    private boolean isOverForStrangers(Pace pace, Recent recent) {
        return pace.isOverForStrangers(recent, config.newRecipientsGrowth());
    }

    private void holdStrangers(long sessionRow, boolean over) {
        database.createNativeQuery("""
                UPDATE lanes SET strangers_until = CASE WHEN :over THEN CAST(:tomorrow AS timestamptz) END
                WHERE session_id = :session""")
                .setParameter("session", sessionRow)
                .setParameter("over", over)
                .setParameter("tomorrow", days.startOf(days.today().plusDays(1)))
                .executeUpdate();
    }

    /** A message of a number that keeps a pace was attempted for the first time. */
    @Transactional
    public Rest after(long sessionRow, long messageId) {
        Pace pace = paces.of(sessionRow);
        sent.note(sessionRow, messageId);
        Recent recent = sent.of(sessionRow, pace);
        Rest rest = Rest.after(pace, recent, random.nextDouble());
        holdStrangers(sessionRow, isOverForStrangers(pace, recent));
        database.createNativeQuery("UPDATE lanes SET rest_reason = :reason WHERE session_id = :session")
                .setParameter("session", sessionRow)
                .setParameter("reason", rest.reason().wireName())
                .executeUpdate();
        return rest;
    }

    /**
     * WhatsApp warned the number, which rests; longer with each warning that comes within a week of the last.
     *
     * @param code what the warning was, in lower case
     */
    @Transactional
    public Rest afterWarning(long sessionRow, String code) {
        int warnings = (Integer) database.createNativeQuery("""
                UPDATE lanes SET rest_reason = :reason, warning_code = :code, warned_at = clock_timestamp(),
                    warnings = 1 + CASE WHEN warned_at > clock_timestamp() - INTERVAL '7 days' THEN warnings ELSE 0 END
                WHERE session_id = :session RETURNING warnings""", Integer.class)
                .setParameter("session", sessionRow)
                .setParameter("reason", RestReason.WARNING.wireName())
                .setParameter("code", code)
                .getSingleResult();
        Rest rest = Rest.afterWarning(config.quiet(), config.longestQuiet(), warnings - 1);
        LOG.warnf("The number of session row %d rests for %s: WhatsApp warned it (%s)", sessionRow, rest.time(), code);
        return rest;
    }
}

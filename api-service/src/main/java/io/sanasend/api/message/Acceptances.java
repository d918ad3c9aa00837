package io.sanasend.api.message;

import io.sanasend.api.calendar.Days;
import io.sanasend.api.limit.Allowance;
import io.sanasend.api.limit.LimitExceeded;
import io.sanasend.api.problem.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Accepts messages: stores them at the ends of their lanes and charges their users, several in one commit. Three statements,
 * however many they are: the first takes the locks, the second reads what decides, the third writes. Each draft is decided on
 * by itself; only a failure of the database ends them all, and then nothing is stored.
 */
@ApplicationScoped
class Acceptances {

    private final AcceptanceLocks locks;
    private final AcceptanceFacts facts;
    private final NewMessages messages;
    private final EntityManager database;
    private final Days days;
    private final Clock clock;

    Acceptances(
            AcceptanceLocks locks,
            AcceptanceFacts facts,
            NewMessages messages,
            EntityManager database,
            Days days,
            Clock clock) {
        this.locks = locks;
        this.facts = facts;
        this.messages = messages;
        this.database = database;
        this.days = days;
        this.clock = clock;
    }

    /** Accepts drafts, in their order, without waiting for anybody; those that would have to wait come back as busy. */
    @Transactional
    Group accept(List<Draft> drafts) {
        return decide(drafts, locks.take(drafts, false));
    }

    /** Accepts one draft, and waits for whoever has the rows it needs. Makes the quota of a user who has none. */
    @Transactional
    Group acceptPatiently(Draft draft) {
        makeQuota(draft.userId());
        List<Draft> alone = List.of(draft);
        return decide(alone, locks.take(alone, true));
    }

    /**
     * What came of drafts, in their order.
     *
     * @param overlooked a lane is due to which nothing was added: a claim may have passed it over while its row was locked here
     */
    record Group(List<Acceptance> acceptances, boolean overlooked) {}

    private Group decide(List<Draft> drafts, List<AcceptanceLocks.Held> held) {
        AcceptanceFacts.Facts read = facts.read(drafts, held);
        List<NewMessages.Entry> entries = new ArrayList<>();
        Map<Long, MessageQuota.Row> charges = new HashMap<>();
        Set<String> keys = new HashSet<>();
        List<Decision> decisions = new ArrayList<>();
        for (int place = 0; place < drafts.size(); place++) {
            Draft draft = drafts.get(place);
            Decision decision = decide(draft, held.get(place), read.facts().get(place), keys);
            decisions.add(decision);
            if (decision instanceof Decision.Accept(AcceptanceFacts.Session session, MessageQuota quota, var _)) {
                entries.add(new NewMessages.Entry(draft, session.row()));
                charges.put(draft.userId(), quota.row());
            }
        }
        Map<String, NewMessages.Stored> stored =
                entries.isEmpty() ? Map.of() : messages.append(entries, charges, read.at());
        List<Acceptance> acceptances = IntStream.range(0, drafts.size())
                .mapToObj(place -> switch (decisions.get(place)) {
                    case Decision.Done(Acceptance acceptance) -> acceptance;
                    case Decision.Accept accept ->
                        accept.accepted(
                                stored.get(drafts.get(place).waMessageId().value()));
                })
                .toList();
        return new Group(acceptances, isOverlooked(held, read.facts(), entries));
    }

    /** A lane to which something was added says itself when to look for it. */
    private static boolean isOverlooked(
            List<AcceptanceLocks.Held> held, List<AcceptanceFacts.Fact> facts, List<NewMessages.Entry> entries) {
        Set<Long> added = entries.stream().map(NewMessages.Entry::sessionRow).collect(Collectors.toSet());
        return IntStream.range(0, facts.size())
                .filter(place -> held.get(place).rows())
                .mapToObj(place -> facts.get(place).session())
                .anyMatch(session -> session != null && session.due() && !added.contains(session.row()));
    }

    /** What is to become of a draft. */
    private sealed interface Decision {

        /** Nothing is stored. */
        record Done(Acceptance acceptance) implements Decision {}

        /** It is stored, and charged already. */
        record Accept(AcceptanceFacts.Session session, MessageQuota quota, List<Allowance> allowances)
                implements Decision {

            Acceptance accepted(NewMessages.Stored stored) {
                return new Acceptance.Accepted(stored.id(), session.row(), session.id(), stored.dueIn(), allowances);
            }
        }
    }

    /**
     * Decides on a draft.
     *
     * @param keys of the drafts before it
     */
    private static Decision decide(
            Draft draft, AcceptanceLocks.Held held, AcceptanceFacts.Fact fact, Set<String> keys) {
        if (!held.key() || (draft.key() != null && !keys.add(draft.userId() + " " + draft.keyValue()))) {
            return refused(IdempotencyKeys.inUse());
        }
        AcceptanceFacts.Earlier earlier = fact.earlier();
        MessageQuota quota = fact.quota();
        if (earlier != null) {
            return new Decision.Done(
                    earlier.isSameRequest(draft)
                            ? new Acceptance.Repeated(
                                    earlier.messageId(), quota == null ? List.of() : quota.allowances())
                            : new Acceptance.Refused(IdempotencyKeys.reused()));
        }
        AcceptanceFacts.Session session = fact.session();
        if (session == null) {
            return refused(SendingSession.missing(draft.session()));
        }
        if (!held.rows() || quota == null) {
            return new Decision.Done(new Acceptance.Busy());
        }
        if (!session.acceptsMessages()) {
            return refused(SendingSession.notConnected());
        }
        Optional<LimitExceeded> exceeded = quota.refusal();
        if (exceeded.isPresent()) {
            return refused(exceeded.get());
        }
        quota.take();
        return new Decision.Accept(session, quota, quota.allowances());
    }

    private static Decision refused(ApiException refusal) {
        return new Decision.Done(new Acceptance.Refused(refusal));
    }

    /** Counts what was accepted lately, for a user whose quota nobody has counted yet. */
    @Transactional(Transactional.TxType.MANDATORY)
    void makeQuota(long userId) {
        Instant now = clock.instant();
        database.createNativeQuery("""
                INSERT INTO message_quotas (user_id, day, accepted, minute, in_minute, in_minute_before)
                SELECT u.id, CAST(:today AS date),
                    (SELECT count(*) FROM messages WHERE user_id = u.id AND created_at >= :startOfDay), :minute,
                    (SELECT count(*) FROM messages WHERE user_id = u.id AND created_at > :twoMinutesAgo), 0
                FROM users u WHERE u.id = :user AND NOT EXISTS (SELECT FROM message_quotas WHERE user_id = u.id)
                ON CONFLICT (user_id) DO NOTHING""")
                .setParameter("user", userId)
                .setParameter("today", days.dayOf(now))
                .setParameter("startOfDay", days.startOf(days.dayOf(now)))
                .setParameter("minute", new MessageQuota.Moment(now, days.dayOf(now), days::startOf).minute())
                .setParameter("twoMinutesAgo", now.minus(MessageQuota.MINUTE.multipliedBy(2)))
                .executeUpdate();
    }
}

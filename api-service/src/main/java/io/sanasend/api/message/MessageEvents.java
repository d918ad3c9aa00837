package io.sanasend.api.message;

import io.sanasend.model.message.Ack;
import io.sanasend.model.message.InboundMessage;
import io.sanasend.model.message.MessageStatus;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.wire.WorkerEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What workers tell about messages. Acks may come late, twice, out of order, and before the receipt of their send. */
@ApplicationScoped
public class MessageEvents {

    private final EntityManager database;
    private final StatusLadder statuses;
    private final Settlements settlements;
    private final Clock clock;

    MessageEvents(EntityManager database, StatusLadder statuses, Settlements settlements, Clock clock) {
        this.database = database;
        this.statuses = statuses;
        this.settlements = settlements;
        this.clock = clock;
    }

    /**
     * Moves messages forward as far as each ack tells, in one statement for each status among them: as if they were applied one
     * after the other. Acks below {@code SERVER} tell nothing that lasts: a refusal may be for now only, and what to do about it
     * is decided where the attempt is settled.
     */
    @Transactional
    public void acked(List<WorkerEvent.MessageAcked> acks) {
        Map<String, MessageStatus> reached = new HashMap<>();
        // From the lowest to the highest, so that the history has each.
        SortedMap<MessageStatus, List<StatusLadder.Step>> steps = new TreeMap<>();
        for (WorkerEvent.MessageAcked acked : acks) {
            if (acked.ack().atLeast(Ack.SERVER)) {
                MessageStatus status = MessageStatus.ofAck(acked.ack());
                @Nullable String waMessageId = storable(acked.waMessageId());
                String message = acked.sessionId() + " " + waMessageId;
                MessageStatus before = reached.get(message);
                if (before == null || before.canBecome(status)) {
                    reached.put(message, status);
                    steps.computeIfAbsent(status, _ -> new ArrayList<>())
                            .add(new StatusLadder.Step(acked.sessionId(), waMessageId, acked.at()));
                }
            }
        }
        steps.forEach((status, ofStatus) -> statuses.advance(status, ofStatus)
                .forEach((waMessageId, at) ->
                        settlements.tellHere(waMessageId, new Settlements.Fate.Taken(status, at))));
    }

    /** Stores a message that arrived; a second telling changes nothing. */
    @Transactional
    public void received(SessionId session, InboundMessage message) {
        database.createNativeQuery("""
                INSERT INTO inbound_messages
                    (session_id, wa_message_id, chat_id, phone, message_type, body, at, created_at)
                SELECT id, :waId, :chat, CAST(:phone AS text), :type, CAST(:body AS text), :at, :now
                FROM sessions WHERE wire_id = :session AND deleted_at IS NULL
                ON CONFLICT (session_id, wa_message_id) DO NOTHING""")
                .setParameter("session", session.value())
                .setParameter("waId", storable(message.waMessageId()))
                .setParameter("chat", storable(message.chatId()))
                .setParameter("phone", storable(message.phone()))
                .setParameter("type", storable(message.type()))
                .setParameter("body", storable(message.body()))
                .setParameter("at", message.timestamp())
                .setParameter("now", clock.instant())
                .executeUpdate();
    }

    /** PostgreSQL has no NUL in text; strangers may send one. */
    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : text.replace("\u0000", "");
    }
}

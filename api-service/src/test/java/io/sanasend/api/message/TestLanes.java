package io.sanasend.api.message;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.message.Recipient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks into lanes, and does to them what replicas and time would do. */
@ApplicationScoped
class TestLanes {

    static final Recipient RECIPIENT = new Recipient("4915112345678");

    private final Acceptances acceptances;
    private final MessageSending sending;
    private final LaneClaims claims;
    private final EntityManager database;

    TestLanes(Acceptances acceptances, MessageSending sending, LaneClaims claims, EntityManager database) {
        this.acceptances = acceptances;
        this.sending = sending;
        this.claims = claims;
        this.database = database;
    }

    /** Accepted by another replica: nobody here is woken. */
    long accept(Number number, String text) {
        return ((Acceptance.Accepted) acceptances
                        .acceptPatiently(draft(number, text))
                        .acceptances()
                        .getFirst())
                .messageId();
    }

    Draft draft(Number number, String text) {
        return new Draft(
                number.tenant().id(),
                sending.newId(),
                RECIPIENT,
                new OutboundMessage.Text(text),
                number.sessionId(),
                null,
                Validity.DEFAULT,
                null,
                null);
    }

    /** Claims the number's lane for a replica that is not there; null if it is not due. */
    @Nullable
    Claim claim(Number number, String holder) {
        List<Claim> claimed = claims.claim(holder, 1_000);
        claimed.stream()
                .map(claim -> claim.hold().sessionRow())
                .filter(row -> row != number.id())
                .forEach(row -> execute(
                        "UPDATE lanes SET holder = NULL, due_at = clock_timestamp() WHERE session_id = " + row));
        return claimed.stream()
                .filter(claim -> claim.hold().sessionRow() == number.id())
                .findFirst()
                .orElse(null);
    }

    /** The lease of whoever has the lane is over. */
    void endLease(Number number) {
        execute("UPDATE lanes SET due_at = clock_timestamp() WHERE session_id = " + number.id());
    }

    /** The session of the lane has been down for that much longer. */
    void lengthenOutage(Number number, Duration time) {
        execute("UPDATE lanes SET down_since = down_since - interval '" + time.toSeconds()
                + " seconds', due_at = due_at - interval '" + time.toSeconds() + " seconds' WHERE session_id = "
                + number.id());
    }

    /** A column of the number's lane as text. */
    @Nullable
    String lane(Number number, String column) {
        return text("SELECT CAST(" + column + " AS text) FROM lanes WHERE session_id = " + number.id());
    }

    /** A column of a message as text. */
    @Nullable
    String message(long id, String column) {
        return text("SELECT CAST(" + column + " AS text) FROM messages WHERE id = " + id);
    }

    private @Nullable String text(String sql) {
        return QuarkusTransaction.requiringNew().call(() ->
                (String) database.createNativeQuery(sql, String.class).getSingleResult());
    }

    void execute(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(sql).executeUpdate());
    }
}

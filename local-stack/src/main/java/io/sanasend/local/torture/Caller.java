package io.sanasend.local.torture;

import io.sanasend.local.torture.Http.Reply;
import io.sanasend.local.torture.Ledger.Accepted;
import io.sanasend.local.torture.Tenant.Line;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * A program of a customer that sends one message after the other. It repeats a request with the same Idempotency-Key, at
 * whichever copy of the API, until it has an answer that says what became of it.
 */
final class Caller implements Runnable {

    private static final String RECIPIENT = "49152099999%02d";
    private static final int RECIPIENTS = 5;
    private static final double FILES = 0.05;
    private static final double REPEATED = 0.05;
    private static final double IN_NO_HURRY = 0.5;
    private static final Duration BEFORE_REPEATING = Duration.ofMillis(250);

    private final Tenant tenant;
    private final Ledger ledger;
    private final Trigger onAcceptance;
    private final Duration pause;
    private final RandomGenerator random;
    private final BooleanSupplier goesOn;
    private final BooleanSupplier hopes;

    /**
     * @param pause between two messages, on average
     * @param goesOn whether another message is to be sent
     * @param hopes whether an answer is still waited for
     */
    Caller(
            Tenant tenant,
            Ledger ledger,
            Trigger onAcceptance,
            Duration pause,
            RandomGenerator random,
            BooleanSupplier goesOn,
            BooleanSupplier hopes) {
        this.tenant = tenant;
        this.ledger = ledger;
        this.onAcceptance = onAcceptance;
        this.pause = pause;
        this.random = random;
        this.goesOn = goesOn;
        this.hopes = hopes;
    }

    @Override
    public void run() {
        try {
            while (goesOn.getAsBoolean()) {
                Thread.sleep(Duration.ofMillis(random.nextLong(2 * pause.toMillis() + 1)));
                send();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void send() throws InterruptedException {
        Line line = tenant.lines().get(random.nextInt(tenant.lines().size()));
        Message message = new Message(
                ledger.nextMarker(),
                line,
                RECIPIENT.formatted(random.nextInt(RECIPIENTS)),
                random.nextDouble() < FILES,
                random.nextDouble() < IN_NO_HURRY ? "respond-async" : "wait=5");
        long dbId = askUntilAccepted(message);
        if (dbId == 0) {
            ledger.note("no answer until the end");
            return;
        }
        onAcceptance.fire(line.phone());
        ledger.accept(new Accepted(message.marker(), tenant, line, dbId));
        if (random.nextDouble() < REPEATED && goesOn.getAsBoolean()) {
            long again = askUntilAccepted(message);
            if (again != 0 && again != dbId) {
                ledger.blame(message.marker() + ": the same Idempotency-Key got " + dbId + ", then " + again);
            }
        }
    }

    private record Message(String marker, Line line, String recipient, boolean file, String prefer) {}

    /** The message's id, or 0 when there was no answer until the end. */
    private long askUntilAccepted(Message message) throws InterruptedException {
        while (hopes.getAsBoolean()) {
            String answer;
            try {
                Reply reply = ask(message);
                long dbId = reply.isGood()
                        ? reply.data().path("dbId").asLong()
                        : reply.json().path("dbId").asLong();
                if (dbId != 0) {
                    return dbId;
                }
                answer = reply.status() + " " + reply.code();
                if (!isPassing(reply)) {
                    ledger.blame(message.marker() + " was answered " + answer);
                }
            } catch (IOException _) {
                answer = "no answer";
            }
            ledger.note(answer);
            Thread.sleep(BEFORE_REPEATING);
        }
        return 0;
    }

    /** What a caller has to expect while parts are away. */
    private static boolean isPassing(Reply reply) {
        return reply.status() / 100 == 5 && reply.status() != 500
                || reply.status() == 429
                || reply.code().equals("IDEMPOTENCY_KEY_IN_USE");
    }

    private Reply ask(Message message) throws IOException, InterruptedException {
        Http api = tenant.any().with("Idempotency-Key", message.marker()).with("Prefer", message.prefer());
        Map<String, String> fields = new HashMap<>();
        fields.put("recipient", message.recipient());
        fields.put("session", message.line().session());
        fields.put("reference", message.marker());
        if (message.file()) {
            fields.put("media_type", "document");
            fields.put("caption", message.marker());
            return api.postFile("/messages/send-media/", fields, "note.txt", "note of " + message.marker());
        }
        fields.put("message", message.marker());
        return api.post("/messages/send-text/", fields);
    }
}

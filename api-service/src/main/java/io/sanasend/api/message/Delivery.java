package io.sanasend.api.message;

import io.sanasend.api.media.MediaStore;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.worker.WorkerAnswer;
import io.sanasend.api.worker.WorkerClient;
import io.sanasend.model.message.Ack;
import io.sanasend.model.message.MessageStatus;
import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.wire.SendReceipt;
import io.sanasend.model.wire.SendRequest;
import io.sanasend.model.wire.WorkerErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * One attempt to hand a message to WhatsApp. A message that was attempted before may have gone out: it is looked up
 * first, and only sent again, under the same id, when the look-up says that WhatsApp does not have it. Holds no database
 * connection.
 */
@ApplicationScoped
class Delivery {

    private final WorkerClient worker;
    private final MediaStore media;

    Delivery(WorkerClient worker, MediaStore media) {
        this.worker = worker;
        this.media = media;
    }

    DeliveryOutcome attempt(Claim.Head head) {
        if (!head.unconfirmed()) {
            return send(head);
        }
        return switch (worker.lookUp(
                head.session(), head.waMessageId(), head.hold().fence())) {
            case WorkerAnswer.Given<SendReceipt>(SendReceipt receipt) ->
                receipt.ack().atLeast(Ack.SERVER) ? taken(receipt) : send(head);
            case WorkerAnswer.Refused<SendReceipt>(WorkerErrorCode code, String _) -> notLookedUp(code, head);
            case WorkerAnswer.Away<SendReceipt> _ -> away();
        };
    }

    private DeliveryOutcome notLookedUp(WorkerErrorCode code, Claim.Head head) {
        return switch (code) {
            // Only this one answer means that the page was asked and does not have the message.
            case MESSAGE_NOT_FOUND -> send(head);
            case FENCED -> new DeliveryOutcome.Fenced();
            default -> unknown(code);
        };
    }

    private DeliveryOutcome send(Claim.Head head) {
        if (head.mediaKey() != null && !media.has(head.mediaKey())) {
            return new DeliveryOutcome.Refused(ProblemType.MEDIA_MISSING);
        }
        return switch (handOver(head)) {
            case WorkerAnswer.Given<SendReceipt>(SendReceipt receipt) ->
                receipt.ack().atLeast(Ack.SERVER) ? taken(receipt) : unknown(WorkerErrorCode.RESULT_UNKNOWN);
            case WorkerAnswer.Refused<SendReceipt>(WorkerErrorCode code, String _) -> refused(code);
            case WorkerAnswer.Away<SendReceipt> _ -> away();
        };
    }

    private WorkerAnswer<SendReceipt> handOver(Claim.Head head) {
        SendRequest request =
                new SendRequest(head.waMessageId(), head.hold().fence(), head.recipient(), head.message());
        return switch (head.message()) {
            case OutboundMessage.Text _ -> worker.send(head.session(), request);
            case OutboundMessage.Media file -> {
                String key = Objects.requireNonNull(head.mediaKey(), "a media message has its file");
                yield worker.send(head.session(), request, file, media.path(key));
            }
        };
    }

    private static DeliveryOutcome refused(WorkerErrorCode code) {
        return switch (code) {
            case FENCED -> new DeliveryOutcome.Fenced();
            case RATE_LIMITED -> new DeliveryOutcome.TooMuch(code.name());
            case RECIPIENT_NOT_ON_WHATSAPP -> new DeliveryOutcome.Refused(ProblemType.RECIPIENT_NOT_ON_WHATSAPP);
            // Says something about the worker, not about the message.
            case NOT_FOUND -> notOut(code);
            default ->
                switch (code.recovery()) {
                    case RETRY -> notOut(code);
                    case RECONCILE -> unknown(code);
                    case GIVE_UP -> new DeliveryOutcome.Refused(ProblemType.MESSAGE_REFUSED);
                };
        };
    }

    private static DeliveryOutcome notOut(WorkerErrorCode code) {
        return new DeliveryOutcome.NotOut(code.name(), code == WorkerErrorCode.MESSAGE_DEFERRED);
    }

    /** A page that does not know counts as a setback; one that could not be asked does not. */
    private static DeliveryOutcome unknown(WorkerErrorCode code) {
        return new DeliveryOutcome.Unknown(code.name(), code.recovery() == WorkerErrorCode.Recovery.RECONCILE);
    }

    private static DeliveryOutcome away() {
        return new DeliveryOutcome.Unknown(ProblemType.WORKER_UNAVAILABLE.name(), false);
    }

    private static DeliveryOutcome taken(SendReceipt receipt) {
        return new DeliveryOutcome.Taken(
                MessageStatus.ofAck(receipt.ack()),
                // As exact as the database keeps it, so that every answer says the same.
                receipt.timestamp().truncatedTo(ChronoUnit.MICROS));
    }
}

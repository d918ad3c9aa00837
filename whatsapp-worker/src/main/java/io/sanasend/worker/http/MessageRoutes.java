package io.sanasend.worker.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import io.micrometer.core.instrument.MeterRegistry;
import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.wire.NumberLookup;
import io.sanasend.model.wire.SendReceipt;
import io.sanasend.model.wire.SendRequest;
import io.sanasend.model.wire.WorkerErrorCode;
import io.sanasend.model.wire.WorkerPaths;
import io.sanasend.worker.session.Session;
import io.sanasend.worker.session.SessionRegistry;
import io.sanasend.worker.session.WorkerProblem;
import io.sanasend.worker.whatsapp.LookupOutcome;
import io.sanasend.worker.whatsapp.SendOutcome;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Messages and numbers.
 *
 * <table>
 * <tr><td>POST /sessions/{id}/messages</td><td>send: JSON, or multipart with {@code message} and {@code file}</td></tr>
 * <tr><td>GET /sessions/{id}/messages/{message}?fence=</td><td>the receipt of a message by its WhatsApp id</td></tr>
 * <tr><td>GET /sessions/{id}/numbers/{phone}</td><td>whether a number is on WhatsApp</td></tr>
 * </table>
 */
public final class MessageRoutes implements Routes {

    private final SessionRegistry sessions;
    private final ObjectMapper json;
    private final Path uploads;
    private final SendTimes times;

    /** @param uploads where a file waits until the page has it */
    public MessageRoutes(SessionRegistry sessions, ObjectMapper json, Path uploads, MeterRegistry figures) {
        this.sessions = sessions;
        this.json = json;
        this.uploads = uploads;
        this.times = new SendTimes(figures);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post("/sessions/{id}/messages", this::send);
        routes.get("/sessions/{id}/messages/{message}", this::find);
        routes.get("/sessions/{id}/numbers/{phone}", this::number);
    }

    private void send(Context request) throws IOException {
        Session session = sessions.get(Parameters.session(request));
        if (!request.isMultipartFormData()) {
            SendRequest wanted = parse(request.body());
            if (wanted.message() instanceof OutboundMessage.Media) {
                throw JsonBody.invalid("a media message comes as multipart/form-data with the parts message and file");
            }
            request.json(receipt(times.measured(() -> session.send(wanted, null))));
            return;
        }
        // First: it is what makes Javalin read the parts, with their limits.
        UploadedFile file = request.uploadedFile(WorkerPaths.FILE_PART);
        SendRequest wanted = parse(messagePart(request));
        if (!(wanted.message() instanceof OutboundMessage.Media) || file == null || file.size() == 0) {
            throw JsonBody.invalid("a multipart request has a media message and a part file that is not empty");
        }
        Path stored = Files.createTempFile(uploads, "upload-", null);
        try {
            try (InputStream content = file.content()) {
                Files.copy(content, stored, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
            request.json(receipt(times.measured(() -> session.send(wanted, stored))));
        } finally {
            Files.deleteIfExists(stored);
        }
    }

    /** Parts may be as large as files; this one is held in memory. */
    private static @Nullable String messagePart(Context request) throws IOException {
        try {
            Part part = request.req().getPart(WorkerPaths.MESSAGE_PART);
            if (part == null) {
                return null;
            }
            if (part.getSize() > WorkerServer.MAX_JSON_BYTES) {
                throw new WorkerProblem(WorkerErrorCode.MEDIA_TOO_LARGE, "the part message is larger than 512 KiB");
            }
            return new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (ServletException e) {
            throw new WorkerProblem(WorkerErrorCode.MALFORMED_REQUEST, "the body is not multipart/form-data");
        }
    }

    private SendRequest parse(@Nullable String body) {
        SendRequest wanted = JsonBody.read(json, body, SendRequest.class);
        if (wanted.waMessageId() == null || wanted.recipient() == null || wanted.message() == null) {
            throw JsonBody.invalid("waMessageId, fence, recipient and message are required");
        }
        return wanted;
    }

    private static SendReceipt receipt(SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.Sent sent -> sent.receipt();
            case SendOutcome.NotOnWhatsApp none ->
                throw new WorkerProblem(
                        WorkerErrorCode.RECIPIENT_NOT_ON_WHATSAPP, "the recipient's number is not on WhatsApp");
            case SendOutcome.Refused refused ->
                throw new WorkerProblem(WorkerErrorCode.MESSAGE_REFUSED, refused.detail());
            case SendOutcome.Deferred deferred ->
                throw new WorkerProblem(WorkerErrorCode.MESSAGE_DEFERRED, deferred.detail());
            case SendOutcome.RateLimited limited ->
                throw new WorkerProblem(WorkerErrorCode.RATE_LIMITED, limited.detail());
            case SendOutcome.Unknown unknown ->
                throw new WorkerProblem(WorkerErrorCode.RESULT_UNKNOWN, unknown.detail());
        };
    }

    private void find(Context request) {
        Session session = sessions.get(Parameters.session(request));
        var message = Parameters.message(request);
        SendReceipt found = answered(session.find(message, Parameters.fence(request)));
        if (found == null) {
            throw new WorkerProblem(
                    WorkerErrorCode.MESSAGE_NOT_FOUND, "message " + message + " is not in the page's store");
        }
        request.json(found);
    }

    private void number(Context request) {
        Session session = sessions.get(Parameters.session(request));
        NumberLookup found = answered(session.number(Parameters.phone(request)));
        request.json(found == null ? new NumberLookup(false, null, null) : found);
    }

    private static <T> @Nullable T answered(LookupOutcome<T> outcome) {
        return switch (outcome) {
            case LookupOutcome.Found<T> found -> found.value();
            case LookupOutcome.NotFound<T> none -> null;
            case LookupOutcome.Unanswered<T> unanswered ->
                throw new WorkerProblem(WorkerErrorCode.RESULT_UNKNOWN, unanswered.detail());
        };
    }
}

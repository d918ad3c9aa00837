package io.sanasend.api.message;

import io.sanasend.api.answer.Answer;
import io.sanasend.api.limit.LimitExceeded;
import io.sanasend.api.limit.LimitHeaders;
import io.sanasend.api.media.MediaRules;
import io.sanasend.api.media.MediaStore;
import io.sanasend.api.media.Uploads;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.FieldErrors;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.problem.Refuses;
import io.sanasend.api.recipient.Recipients;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.Scope;
import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.message.Recipient;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages.
 *
 * <table>
 * <caption>Paths below {@code /api/v1/messages}</caption>
 * <tr><td>POST {@code send-text}</td><td>JSON</td></tr>
 * <tr><td>POST {@code send-media}</td><td>multipart with one file, streamed to the disk</td></tr>
 * </table>
 */
@Path("/api/v1/messages")
@RunOnVirtualThread
@RolesAllowed(Scope.MESSAGES_SEND)
@Tag(name = "Messages")
@APIResponse(
        responseCode = "200",
        description = "WhatsApp has taken it",
        headers =
                @Header(
                        name = IdempotencyKey.REPLAYED,
                        description = "true if an earlier request with the same Idempotency-Key sent it",
                        schema = @Schema(type = SchemaType.STRING)))
@APIResponse(
        responseCode = "202",
        description = "Stored, and on its way; messageId is null",
        headers =
                @Header(
                        name = IdempotencyKey.REPLAYED,
                        description = "true if an earlier request with the same Idempotency-Key had it stored",
                        schema = @Schema(type = SchemaType.STRING)))
@Refuses({
    ProblemType.SESSION_NOT_FOUND,
    ProblemType.SESSION_NOT_CONNECTED,
    ProblemType.RECIPIENT_NOT_ON_WHATSAPP,
    ProblemType.MESSAGE_REFUSED,
    ProblemType.DELIVERY_UNKNOWN,
    ProblemType.MEDIA_MISSING,
    ProblemType.SESSION_DELETED,
    ProblemType.MESSAGE_CANCELLED,
    ProblemType.MESSAGE_EXPIRED,
    ProblemType.IDEMPOTENCY_KEY_IN_USE,
    ProblemType.IDEMPOTENCY_KEY_REUSED,
    ProblemType.RATE_LIMIT_EXCEEDED
})
public class SendResource {

    private static final String PREFER =
            "wait=<seconds, at most 30>: how long to wait for WhatsApp to take it. respond-async: not at all";

    private final MessageSending sending;
    private final SendingSession sendingSession;
    private final Recipients recipients;
    private final MediaRules rules;
    private final MediaStore store;
    private final MessageConfig config;
    private final LimitHeaders limits;

    SendResource(
            MessageSending sending,
            SendingSession sendingSession,
            Recipients recipients,
            MediaRules rules,
            MediaStore store,
            MessageConfig config,
            LimitHeaders limits) {
        this.sending = sending;
        this.sendingSession = sendingSession;
        this.recipients = recipients;
        this.rules = rules;
        this.store = store;
        this.config = config;
        this.limits = limits;
    }

    @POST
    @Path("send-text")
    @Operation(
            operationId = "sendText",
            summary = "Send a text message",
            description = "Stores the message, sends it, and waits for WhatsApp to take it as long as 'Prefer' says.")
    public RestResponse<Answer<SentView>> sendText(
            @Valid @NotNull TextBody body,
            @Context SecurityContext security,
            @Context RoutingContext request,
            @HeaderParam("Prefer")
                    @Parameter(
                            schema = @Schema(implementation = String.class),
                            description = PREFER,
                            example = "wait=5")
                    @Nullable
                    List<String> prefer,
            @HeaderParam(IdempotencyKey.HEADER) @Parameter(description = IdempotencyKey.DESCRIPTION) @Nullable
                    List<String> key) {
        Duration wait = waitOf(prefer);
        Recipient recipient = recipient(body.recipient());
        Draft draft = new Draft(
                Caller.of(security).userId(),
                sending.newId(),
                recipient,
                new OutboundMessage.Text(body.message()),
                body.session(),
                body.reference(),
                Validity.of(body.validity()),
                null,
                IdempotencyKey.of(
                        key,
                        body.validity(),
                        "text",
                        recipient.value(),
                        body.message(),
                        body.session(),
                        body.reference()));
        return answer(sent(draft, wait, request), request);
    }

    @POST
    @Path("send-media")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Uploads
    @Operation(
            operationId = "sendMedia",
            summary = "Send a file",
            description = "Images are JPEG or PNG, videos MP4 or 3GPP, audio AAC, MP4, AMR, MP3 or Ogg; anything can be"
                    + " sent as document. The type is read from the file itself. Otherwise like sending a text.")
    @Refuses(ProblemType.UPLOADS_EXHAUSTED)
    public RestResponse<Answer<SentView>> sendMedia(
            @Valid @BeanParam MediaForm form,
            @Context SecurityContext security,
            @Context RoutingContext request,
            @HeaderParam("Prefer")
                    @Parameter(
                            schema = @Schema(implementation = String.class),
                            description = PREFER,
                            example = "wait=20")
                    @Nullable
                    List<String> prefer,
            @HeaderParam(IdempotencyKey.HEADER) @Parameter(description = IdempotencyKey.DESCRIPTION) @Nullable
                    List<String> header) {
        Duration wait = waitOf(prefer);
        long userId = Caller.of(security).userId();
        Recipient recipient = recipient(form.recipient());
        Integer validity = form.validity();
        OutboundMessage.Media media = form.toMedia(rules);
        String sha256 = store.digest(form.upload());
        IdempotencyKey key = IdempotencyKey.of(
                header,
                validity,
                media.mediaType().wireName(),
                recipient.value(),
                media.caption(),
                media.filename(),
                sha256,
                form.session(),
                form.reference());
        return answer(
                sending.repetitionOf(userId, key).orElseGet(() -> {
                    sendingSession.check(userId, form.session());
                    MediaStore.Kept kept = store.keep(form.upload(), sha256);
                    return send(
                            new Draft(
                                    userId,
                                    sending.newId(),
                                    recipient,
                                    media,
                                    form.session(),
                                    form.reference(),
                                    Validity.of(validity),
                                    kept,
                                    key),
                            wait,
                            request);
                }),
                request);
    }

    /**
     * Only an accepted message needs its file. After a failure that is no refusal it stays: the message may have been
     * stored all the same.
     */
    private MessageSending.Sent send(Draft draft, Duration wait, RoutingContext request) {
        String key = Objects.requireNonNull(draft.file(), "a media message has its file")
                .key();
        try {
            MessageSending.Sent sent = sent(draft, wait, request);
            if (sent.repeated()) {
                store.discard(key);
            }
            return sent;
        } catch (ApiException refused) {
            store.discard(key);
            throw refused;
        }
    }

    private MessageSending.Sent sent(Draft draft, Duration wait, RoutingContext request) {
        try {
            return sending.send(draft, wait);
        } catch (LimitExceeded refused) {
            limits.note(request, refused);
            throw refused;
        }
    }

    private Duration waitOf(@Nullable List<String> prefer) {
        return Preference.waitOf(prefer == null ? List.of() : prefer, config.defaultWait(), config.maxWait());
    }

    private Recipient recipient(String text) {
        return recipients.parse(text).orElseThrow(() -> FieldErrors.invalid("recipient", Recipients.RULE));
    }

    private RestResponse<Answer<SentView>> answer(MessageSending.Sent sent, RoutingContext request) {
        limits.note(request, sent.allowances());
        if (sent.repeated()) {
            // Told also when the first message failed, which is answered by a problem.
            request.response().putHeader(IdempotencyKey.REPLAYED, "true");
        }
        SentView view = SentView.of(sent.standing().orThrow());
        return view.sent()
                ? RestResponse.ok(Answer.of("Message sent.", view))
                : RestResponse.status(
                        RestResponse.Status.ACCEPTED, Answer.of("Message accepted; it is on its way.", view));
    }
}

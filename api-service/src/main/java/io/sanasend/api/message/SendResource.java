package io.sanasend.api.message;

import io.sanasend.api.answer.Answer;
import io.sanasend.api.media.MediaRules;
import io.sanasend.api.media.MediaStore;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.FieldErrors;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.problem.Refuses;
import io.sanasend.api.problem.Text;
import io.sanasend.api.recipient.Recipients;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.Scope;
import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.message.Recipient;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
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
@APIResponse(responseCode = "200", description = "WhatsApp has taken it")
@APIResponse(responseCode = "202", description = "Stored, and on its way; messageId is null")
@Refuses({
    ProblemType.SESSION_NOT_FOUND,
    ProblemType.SESSION_NOT_CONNECTED,
    ProblemType.RECIPIENT_NOT_ON_WHATSAPP,
    ProblemType.MESSAGE_REFUSED,
    ProblemType.DELIVERY_UNKNOWN,
    ProblemType.MEDIA_MISSING,
    ProblemType.SESSION_DELETED
})
public class SendResource {

    private static final int MAX_TEXT = 5_000;
    private static final String PREFER =
            "wait=<seconds, at most 30>: how long to wait for WhatsApp to take it. respond-async: not at all";

    private final MessageSending sending;
    private final SendingSession sendingSession;
    private final Recipients recipients;
    private final MediaRules rules;
    private final MediaStore store;
    private final MessageConfig config;

    SendResource(
            MessageSending sending,
            SendingSession sendingSession,
            Recipients recipients,
            MediaRules rules,
            MediaStore store,
            MessageConfig config) {
        this.sending = sending;
        this.sendingSession = sendingSession;
        this.recipients = recipients;
        this.rules = rules;
        this.store = store;
        this.config = config;
    }

    @POST
    @Path("send-text")
    @Operation(operationId = "sendText", summary = "Send a text message")
    public RestResponse<Answer<SentView>> sendText(
            @Valid @NotNull TextBody body,
            @Context SecurityContext security,
            @HeaderParam("Prefer") @Parameter(description = PREFER) @Nullable List<String> prefer) {
        Duration wait = waitOf(prefer);
        Draft draft = new Draft(
                Caller.of(security).userId(),
                sending.newId(),
                recipient(body.recipient()),
                new OutboundMessage.Text(body.message()),
                body.session(),
                body.reference(),
                null);
        return answer(sending.send(draft, wait));
    }

    @POST
    @Path("send-media")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(
            operationId = "sendMedia",
            summary = "Send a file",
            description = "Images are JPEG or PNG, videos MP4 or 3GPP, audio AAC, MP4, AMR, MP3 or Ogg; anything can be"
                    + " sent as document. The type is read from the file itself.")
    public RestResponse<Answer<SentView>> sendMedia(
            @Valid @BeanParam MediaForm form,
            @Context SecurityContext security,
            @HeaderParam("Prefer") @Parameter(description = PREFER) @Nullable List<String> prefer) {
        Duration wait = waitOf(prefer);
        long userId = Caller.of(security).userId();
        Recipient recipient = recipient(form.recipient());
        OutboundMessage.Media media = form.toMedia(rules);
        sendingSession.check(userId, form.session());
        MediaStore.Kept kept = store.keep(form.upload());
        Draft draft = new Draft(userId, sending.newId(), recipient, media, form.session(), form.reference(), kept);
        return answer(sent(draft, wait, kept));
    }

    /**
     * A refusal means that nothing was stored, so the file goes as well. After any other failure it stays: the message may
     * have been stored all the same, and then it needs its file.
     */
    private Standing sent(Draft draft, Duration wait, MediaStore.Kept kept) {
        try {
            return sending.send(draft, wait);
        } catch (SendFailed stored) {
            throw stored;
        } catch (ApiException refused) {
            store.discard(kept);
            throw refused;
        }
    }

    private Duration waitOf(@Nullable List<String> prefer) {
        return Preference.waitOf(prefer == null ? List.of() : prefer, config.defaultWait(), config.maxWait());
    }

    private Recipient recipient(String text) {
        return recipients.parse(text).orElseThrow(() -> FieldErrors.invalid("recipient", Recipients.RULE));
    }

    private static RestResponse<Answer<SentView>> answer(Standing standing) {
        SentView view = SentView.of(standing);
        return view.sent()
                ? RestResponse.ok(Answer.of("Message sent.", view))
                : RestResponse.status(
                        RestResponse.Status.ACCEPTED, Answer.of("Message accepted; it is on its way.", view));
    }

    /** A text to be sent. */
    @Schema(name = "TextMessage")
    record TextBody(
            @NotBlank
            @Schema(description = "E.164 number, with or without +, or a group id", examples = "+49 1511 2345678")
            String recipient,

            @NotNull @Text(min = 1, max = MAX_TEXT, multiline = true) @Schema(examples = "Your order is on its way.")
            String message,

            @Text(max = 100) @Schema(description = "Instance id, session id or name; absent: the primary") @Nullable
            String session,

            @Text(max = 255) @Schema(description = "Your own id of the message; can be searched for") @Nullable
            String reference) {

        @Override
        public String toString() {
            return "TextBody[…]";
        }
    }
}

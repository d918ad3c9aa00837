package io.sanasend.api.session;

import io.sanasend.api.answer.Answer;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.FieldErrors;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.problem.Refuses;
import io.sanasend.api.problem.Text;
import io.sanasend.api.recipient.Recipients;
import io.sanasend.api.security.Scope;
import io.sanasend.model.message.Recipient;
import io.sanasend.model.wire.PairingCode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/**
 * Ways to link a number: by a QR code that its phone scans, or by a code that is typed on it.
 *
 * <table>
 * <caption>Paths below {@code /api/v1/sessions}</caption>
 * <tr><td>GET {@code {id}/qr.png}, {@code {id}/qr.svg}</td><td>the QR code as an image</td></tr>
 * <tr><td>POST {@code refresh-qr}, {@code refresh-qr/{id}}</td><td>a fresh QR code</td></tr>
 * <tr><td>POST {@code {id}/pairing-code}</td><td>a code to type on the phone</td></tr>
 * </table>
 */
@Path("/api/v1/sessions")
@RunOnVirtualThread
@RolesAllowed(Scope.SESSIONS)
@Tag(name = "Sessions")
public class LinkingResource {

    private static final String PNG = "image/png";
    private static final String SVG = "image/svg+xml";

    private final OwnSessions own;
    private final SessionLife life;
    private final SessionConfig config;
    private final Recipients recipients;
    private final Clock clock;

    LinkingResource(OwnSessions own, SessionLife life, SessionConfig config, Recipients recipients, Clock clock) {
        this.own = own;
        this.life = life;
        this.config = config;
        this.recipients = recipients;
        this.clock = clock;
    }

    @GET
    @Path("{id}/qr.png")
    @Produces({PNG, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "getQrPng",
            summary = "The QR code as a PNG image",
            description = "The code to scan now; it changes, so watch the session's events or ask again.")
    @APIResponse(
            responseCode = "200",
            description = "The image",
            content = @Content(mediaType = PNG, schema = @Schema(implementation = String.class, format = "binary")))
    @Refuses({ProblemType.SESSION_NOT_FOUND, ProblemType.QR_CODE_NOT_FOUND})
    public Response png(
            @RestPath @Parameter(description = OwnSessions.ID, example = "1") String id,
            @Context SecurityContext security) {
        return Response.ok(QrImage.png(payload(id, security)), PNG).build();
    }

    @GET
    @Path("{id}/qr.svg")
    @Produces({SVG, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "getQrSvg",
            summary = "The QR code as an SVG image",
            description = "The code to scan now; it changes, so watch the session's events or ask again.")
    @APIResponse(
            responseCode = "200",
            description = "The image",
            content = @Content(mediaType = SVG, schema = @Schema(implementation = String.class)))
    @Refuses({ProblemType.SESSION_NOT_FOUND, ProblemType.QR_CODE_NOT_FOUND})
    public Response svg(
            @RestPath @Parameter(description = OwnSessions.ID, example = "1") String id,
            @Context SecurityContext security) {
        return Response.ok(QrImage.svg(payload(id, security)), SVG).build();
    }

    @POST
    @Path("refresh-qr")
    @Operation(
            operationId = "refreshPrimaryQr",
            summary = "A fresh QR code of the primary session",
            description = "Of the same session, which is started if it does not run.")
    @Refuses({
        ProblemType.SESSION_NOT_FOUND,
        ProblemType.CONFLICT,
        ProblemType.SESSION_NOT_CONNECTED,
        ProblemType.WORKER_UNAVAILABLE,
        ProblemType.CAPACITY_EXHAUSTED
    })
    public Answer<SessionView> refreshPrimaryQr(@Context SecurityContext security) {
        return Answer.of("QR code refreshed.", own.view(life.refreshQr(own.primary(security))));
    }

    @POST
    @Path("refresh-qr/{id}")
    @Operation(
            operationId = "refreshQr",
            summary = "A fresh QR code of a session",
            description = "Of the same session, which is started if it does not run.")
    @Refuses({
        ProblemType.SESSION_NOT_FOUND,
        ProblemType.CONFLICT,
        ProblemType.SESSION_NOT_CONNECTED,
        ProblemType.WORKER_UNAVAILABLE,
        ProblemType.CAPACITY_EXHAUSTED
    })
    public Answer<SessionView> refreshQr(
            @RestPath @Parameter(description = OwnSessions.ID, example = "1") String id,
            @Context SecurityContext security) {
        return Answer.of("QR code refreshed.", own.view(life.refreshQr(own.one(id, security))));
    }

    @POST
    @Path("{id}/pairing-code")
    @Operation(
            operationId = "makePairingCode",
            summary = "Link by a code instead of a QR code",
            description =
                    "WhatsApp asks the owner of the phone for the code that is answered here. The session is started"
                            + " if it does not run. Another code replaces this one.")
    @Refuses({
        ProblemType.SESSION_NOT_FOUND,
        ProblemType.CONFLICT,
        ProblemType.SESSION_NOT_CONNECTED,
        ProblemType.WORKER_UNAVAILABLE,
        ProblemType.CAPACITY_EXHAUSTED
    })
    public Answer<PairingView> pairingCode(
            @RestPath @Parameter(description = OwnSessions.ID, example = "1") String id,
            @Valid @NotNull PairingBody body,
            @Context SecurityContext security) {
        LinkedSession session = own.one(id, security);
        Recipient phone = recipients
                .parsePhone(body.phone())
                .orElseThrow(() -> FieldErrors.invalid("phone", Recipients.PHONE_RULE));
        PairingCode code = life.pairingCode(session, phone);
        return Answer.of("Type this code on the phone.", new PairingView(code.code(), code.expiresAt()));
    }

    private String payload(String id, SecurityContext security) {
        return own.one(id, security)
                .qr(clock.instant(), config.qrGrace())
                .orElseThrow(() -> new ApiException(
                        ProblemType.QR_CODE_NOT_FOUND,
                        "There is no QR code now; the status of the session says whether one is needed."))
                .payload();
    }

    /** Whose phone is to be linked. */
    @Schema(name = "PairingRequest")
    record PairingBody(
            @NotNull
            @Text(min = 1, max = 64)
            @Schema(
                    description = "The number of the phone with its country code; punctuation does not matter",
                    examples = "+49 1511 2345678")
            String phone) {

        @Override
        public String toString() {
            return "PairingBody[…]";
        }
    }

    /** What to type on the phone. */
    @Schema(name = "PairingCode")
    record PairingView(
            @Schema(description = "Letters and digits; a secret", examples = "ABCD1234")
            String code,

            @Schema(description = "When to ask for another one")
            Instant expiresAt) {

        @Override
        public String toString() {
            return "PairingView[expiresAt=" + expiresAt + "]";
        }
    }
}

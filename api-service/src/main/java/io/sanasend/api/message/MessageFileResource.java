package io.sanasend.api.message;

import io.sanasend.api.media.Attachment;
import io.sanasend.api.media.ByteRange;
import io.sanasend.api.media.MediaStore;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.problem.Refuses;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.PathPart;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/**
 * The files of the caller's messages, streamed from the disk.
 *
 * <table>
 * <caption>Paths below {@code /api/v1/messages}</caption>
 * <tr><td>GET, HEAD {@code {id}/media}</td><td>the file of a message, whole or in part</td></tr>
 * </table>
 */
@Path("/api/v1/messages/{id}/media")
@RunOnVirtualThread
@RolesAllowed(Scope.MESSAGES_READ)
@Tag(name = "Messages")
public class MessageFileResource {

    private final MessageLog log;
    private final MediaStore media;

    MessageFileResource(MessageLog log, MediaStore media) {
        this.log = log;
        this.media = media;
    }

    @GET
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "getMessageMedia",
            summary = "The file of a message",
            description = "Always as an attachment. Pages and scripts are sent as application/octet-stream. One range"
                    + " of bytes can be asked for; a range that the file does not have gets the whole file.")
    @APIResponse(
            responseCode = "200",
            description = "The file",
            headers = {
                @Header(name = "ETag", description = "SHA-256 of the file", schema = @Schema(type = SchemaType.STRING)),
                @Header(
                        name = "Content-Disposition",
                        description = "attachment, with the name of the file",
                        schema = @Schema(type = SchemaType.STRING))
            },
            content =
                    @Content(
                            mediaType = MediaType.WILDCARD,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(
            responseCode = "206",
            description = "The part that was asked for",
            headers =
                    @Header(
                            name = "Content-Range",
                            description = "Which bytes these are",
                            schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            mediaType = MediaType.WILDCARD,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "304", description = "The caller has it: If-None-Match named its ETag")
    @Refuses({ProblemType.MESSAGE_NOT_FOUND, ProblemType.MEDIA_NOT_FOUND})
    public Response file(
            @RestPath long id,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Parameter(description = "ETag the caller has") @Nullable
                    String known,
            @HeaderParam("Range") @Parameter(description = "bytes=<first>-<last>") @Nullable String range,
            @HeaderParam("If-Range") @Parameter(description = "ETag that the range is a part of") @Nullable
                    String rangeOf,
            @Context Request request,
            @Context SecurityContext security) {
        long userId = Caller.of(security).userId();
        StoredFile file = log.fileOf(userId, id).orElseThrow(() -> noFile(userId, id));
        long size = media.size(file.key()).orElseThrow(() -> noFile(userId, id));
        EntityTag tag = new EntityTag(file.sha256());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        if (unchanged != null) {
            return unchanged.tag(tag).build();
        }
        boolean samePart = rangeOf == null || rangeOf.equals("\"" + tag.getValue() + "\"");
        Optional<ByteRange> part = samePart ? ByteRange.of(range, size) : Optional.empty();
        PathPart body = part.map(bytes -> new PathPart(media.path(file.key()), bytes.start(), bytes.length()))
                .orElseGet(() -> new PathPart(media.path(file.key()), 0, size));
        Response.ResponseBuilder answer = Response.status(part.isPresent() ? 206 : 200)
                .entity(body)
                // Said here as well, because the answer to a HEAD has no body that would tell.
                .header(HttpHeaders.CONTENT_LENGTH, body.count)
                .type(Attachment.contentType(file.contentType()))
                .tag(tag)
                .header(HttpHeaders.CONTENT_DISPOSITION, Attachment.disposition(file.filename()))
                .header("Accept-Ranges", "bytes")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .header("X-Content-Type-Options", "nosniff");
        part.ifPresent(bytes -> answer.header("Content-Range", bytes.of(size)));
        return answer.build();
    }

    private ApiException noFile(long userId, long id) {
        return log.standing(userId, id).isEmpty()
                ? new ApiException(ProblemType.MESSAGE_NOT_FOUND, "There is no such message.")
                : new ApiException(
                        ProblemType.MEDIA_NOT_FOUND, "This message has no file, or it is not kept any more.");
    }
}

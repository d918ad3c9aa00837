package io.sanasend.api.worker;

import io.sanasend.model.wire.NumberLookup;
import io.sanasend.model.wire.PairingCode;
import io.sanasend.model.wire.PairingRequest;
import io.sanasend.model.wire.SendReceipt;
import io.sanasend.model.wire.SendRequest;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.model.wire.WorkerHealth;
import io.sanasend.model.wire.WorkerPaths;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.Closeable;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.client.api.ClientMultipartForm;

/** The worker's internal HTTP API, call by call; with its headers where they matter. {@link WorkerClient} is what the rest of the service uses. */
@Path("/")
@Consumes(MediaType.APPLICATION_JSON)
interface WorkerApi extends Closeable {

    @GET
    @Path(WorkerPaths.HEALTH)
    WorkerHealth health();

    @GET
    @Path(WorkerPaths.SESSIONS)
    RestResponse<List<SessionSnapshot>> sessions();

    @PUT
    @Path(WorkerPaths.SESSIONS + "/{id}")
    RestResponse<SessionSnapshot> start(@PathParam("id") String id, @QueryParam("wait") long seconds);

    @POST
    @Path(WorkerPaths.SESSIONS + "/{id}/stop")
    RestResponse<SessionSnapshot> stop(@PathParam("id") String id);

    @POST
    @Path(WorkerPaths.SESSIONS + "/{id}/logout")
    RestResponse<SessionSnapshot> logout(@PathParam("id") String id);

    @POST
    @Path(WorkerPaths.SESSIONS + "/{id}/refresh-qr")
    RestResponse<SessionSnapshot> refreshQr(@PathParam("id") String id, @QueryParam("wait") long seconds);

    @POST
    @Path(WorkerPaths.SESSIONS + "/{id}/pairing-code")
    PairingCode pairingCode(@PathParam("id") String id, PairingRequest request);

    @POST
    @Path(WorkerPaths.SESSIONS + "/{id}/messages")
    SendReceipt send(@PathParam("id") String id, SendRequest request);

    @POST
    @Path(WorkerPaths.SESSIONS + "/{id}/messages")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    SendReceipt sendWithFile(@PathParam("id") String id, ClientMultipartForm form);

    @GET
    @Path(WorkerPaths.SESSIONS + "/{id}/messages/{waMessageId}")
    SendReceipt lookUp(
            @PathParam("id") String id,
            @PathParam("waMessageId") String waMessageId,
            @QueryParam(WorkerPaths.FENCE_PARAMETER) long fence);

    @GET
    @Path(WorkerPaths.SESSIONS + "/{id}/numbers/{phone}")
    NumberLookup number(@PathParam("id") String id, @PathParam("phone") String phone);

    /** Ends its connections. */
    @Override
    void close();
}

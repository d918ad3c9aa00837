package io.sanasend.api.health;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Health, open to everyone and therefore without detail.
 *
 * <table>
 * <caption>Paths at {@code /health}</caption>
 * <tr><td>GET</td><td>every part; always 200</td></tr>
 * <tr><td>GET {@code ready}</td><td>every part; 503 without the database</td></tr>
 * <tr><td>GET {@code live}</td><td>the process answers</td></tr>
 * </table>
 */
@Path("/health")
@RunOnVirtualThread
@PermitAll
@Tag(name = "Health")
public class HealthResource {

    private final HealthParts parts;

    HealthResource(HealthParts parts) {
        this.parts = parts;
    }

    @GET
    @Operation(
            operationId = "getHealth",
            summary = "Health, part by part",
            description = "'degraded' when any part is not up.")
    public HealthView health() {
        return HealthView.of(parts.check());
    }

    @GET
    @Path("ready")
    @Operation(
            operationId = "getReadiness",
            summary = "Whether requests can be served",
            description = "503 only without the database; another part missing is 200 'degraded'.")
    @APIResponse(
            responseCode = "200",
            description = "The service can work",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = HealthView.class)))
    @APIResponse(
            responseCode = "503",
            description = "The database cannot be reached",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = HealthView.class)))
    public Response ready() {
        HealthView view = HealthView.of(parts.check());
        Response.ResponseBuilder answer = Response.status(view.canServe() ? 200 : 503)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(view);
        return view.canServe()
                ? answer.build()
                : answer.header("Retry-After", 5).build();
    }

    @GET
    @Path("live")
    @Operation(
            operationId = "getLiveness",
            summary = "Whether the process answers",
            description = "Asks no other part.")
    public Map<String, String> live() {
        return Map.of("status", "up");
    }

    /** What is known about the parts. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Health")
    record HealthView(
            @Schema(description = "up, degraded or down") String status,

            @Schema(
                    description =
                            "database, redis, workers, disk: up, degraded or down. Workers are degraded while linked"
                                    + " numbers wait for one that is away, or all are full")
            Map<String, String> parts) {

        static HealthView of(Map<String, PartState> parts) {
            boolean database = parts.get(HealthParts.DATABASE) == PartState.UP;
            boolean all = parts.values().stream().allMatch(state -> state == PartState.UP);
            PartState status = all ? PartState.UP : database ? PartState.DEGRADED : PartState.DOWN;
            Map<String, String> views = new LinkedHashMap<>();
            parts.forEach((name, state) -> views.put(name, state.text()));
            return new HealthView(status.text(), views);
        }

        boolean canServe() {
            return !status.equals("down");
        }
    }
}

package io.sanasend.api.problem;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Endpoints that must never be written, to see what protects from them. */
@Path("/test-only")
public class UndeclaredResource {

    @GET
    @Operation(hidden = true)
    @Path("undeclared")
    public String undeclared() {
        return "nobody said who may read this";
    }

    @GET
    @Operation(hidden = true)
    @Path("bug")
    @PermitAll
    public String bug() {
        throw new IllegalStateException("a detail that is nobody's business");
    }
}

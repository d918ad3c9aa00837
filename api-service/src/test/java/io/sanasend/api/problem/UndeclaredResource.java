package io.sanasend.api.problem;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Endpoints that must never be written, to see what protects from them. */
@Path("/test-only")
public class UndeclaredResource {

    @GET
    @Path("undeclared")
    public String undeclared() {
        return "nobody said who may read this";
    }

    @GET
    @Path("bug")
    @PermitAll
    public String bug() {
        throw new IllegalStateException("a detail that is nobody's business");
    }
}

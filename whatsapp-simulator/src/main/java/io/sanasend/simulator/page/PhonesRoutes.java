package io.sanasend.simulator.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/**
 * The page on which a person plays the phones. It works through the control API alone.
 *
 * <table>
 *   <caption>Routes</caption>
 *   <tr><td>{@code GET /phones}</td><td>the page</td></tr>
 *   <tr><td>{@code GET /phones/{file}}</td><td>its scripts and its style</td></tr>
 * </table>
 */
public final class PhonesRoutes {

    private static final String CSP =
            "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'";

    private final PageAssets assets = new PageAssets("/phones/");

    public void addTo(RoutesConfig routes) {
        routes.get("/phones", ctx -> serve(ctx, "index.html"));
        routes.get("/phones/{file}", ctx -> serve(ctx, ctx.pathParam("file")));
    }

    private void serve(Context ctx, String file) {
        ctx.header("Content-Security-Policy", CSP);
        ctx.header("X-Content-Type-Options", "nosniff");
        assets.serve(ctx, file);
    }
}

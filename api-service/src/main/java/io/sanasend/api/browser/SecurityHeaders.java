package io.sanasend.api.browser;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/**
 * Puts the headers on every answer that keep browsers from doing harm with it, also on those that end early. Answers of
 * the API are data and may load nothing; the pages of the documentation load what this service serves.
 */
@ApplicationScoped
class SecurityHeaders {

    /** Before the request has its id, so that nothing can be answered without. */
    private static final int FIRST = 1_002;

    private static final String DATA = "default-src 'none'; frame-ancestors 'none'";
    private static final String PAGE = "default-src 'none'; script-src 'self'%s; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:;"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final String REDOC = PAGE.formatted("");
    /** The start page of Swagger UI starts it by a script in itself. */
    private static final String SWAGGER = PAGE.formatted(" 'unsafe-inline'");

    private final Optional<String> hsts;

    SecurityHeaders(BrowserConfig config) {
        this.hsts = config.hsts().map(age -> "max-age=" + age.toSeconds());
    }

    void register(@Observes Filters filters) {
        filters.register(this::add, FIRST);
    }

    private void add(RoutingContext request) {
        String path = String.valueOf(request.request().path());
        if (isDevUi(path)) {
            request.next();
            return;
        }
        MultiMap headers = request.response().headers();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        headers.set("Content-Security-Policy", policyOf(path));
        if (path.startsWith("/api/v1/")) {
            headers.set("Cache-Control", "no-store");
        }
        hsts.ifPresent(age -> headers.set("Strict-Transport-Security", age));
        request.next();
    }

    /** Its pages and frames are Quarkus' own, and are there in dev mode only. */
    private static boolean isDevUi(String path) {
        return LaunchMode.current() == LaunchMode.DEVELOPMENT && path.startsWith("/q/");
    }

    private static String policyOf(String path) {
        return path.startsWith("/api/docs") ? SWAGGER : path.startsWith("/api/redoc") ? REDOC : DATA;
    }
}

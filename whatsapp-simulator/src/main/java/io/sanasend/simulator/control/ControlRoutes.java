package io.sanasend.simulator.control;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/** All routes under {@code /control}, and the one form of their errors. */
public final class ControlRoutes {

    private final ControlServices services;

    public ControlRoutes(ControlServices services) {
        this.services = services;
    }

    public void addTo(RoutesConfig routes) {
        new LinkRoutes(services).addTo(routes);
        new PhoneRoutes(services).addTo(routes);
        new MessageRoutes(services).addTo(routes);
        new ArrivalRoutes(services).addTo(routes);
        new SettingsRoutes(services).addTo(routes);
        routes.before("/control/*", ControlRoutes::refuseOtherSites);
        routes.exception(Refusal.class, ControlRoutes::answer);
    }

    /** Nothing here asks for a password, so a page of another site in the same browser must not reach it. */
    private static void refuseOtherSites(Context ctx) {
        String origin = ctx.header("Origin");
        if (origin != null && !origin.endsWith("://" + ctx.host())) {
            throw Refusal.because(403, null, "requests of other sites are refused");
        }
    }

    private static void answer(Refusal refusal, Context ctx) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", HttpStatus.forStatus(refusal.status()).getMessage());
        problem.put("status", refusal.status());
        problem.put("detail", refusal.detail());
        refusal.field().ifPresent(field -> problem.put("field", field));
        ctx.status(refusal.status()).json(problem).contentType("application/problem+json");
    }
}

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
        new SettingsRoutes(services).addTo(routes);
        routes.exception(Refusal.class, ControlRoutes::answer);
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

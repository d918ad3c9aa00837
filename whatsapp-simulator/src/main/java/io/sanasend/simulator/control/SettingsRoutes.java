package io.sanasend.simulator.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.sanasend.simulator.account.PhoneNumber;
import io.sanasend.simulator.setting.InvalidSetting;
import io.sanasend.simulator.setting.SendBehaviour;
import io.sanasend.simulator.setting.Settings;
import java.util.Map;

/**
 * The switches. A PUT names the fields to change; the others keep their values.
 *
 * <table>
 *   <caption>Routes</caption>
 *   <tr><td>{@code GET, PUT /control/settings}</td><td>of the whole simulator, see {@link Settings}</td></tr>
 *   <tr><td>{@code GET, PUT /control/phones/{phone}/settings}</td><td>of one phone's sends</td></tr>
 *   <tr><td>{@code POST /control/reset}</td><td>forgets everything</td></tr>
 *   <tr><td>{@code GET /control/requests}</td><td>counters</td></tr>
 * </table>
 */
final class SettingsRoutes {

    private final ControlServices services;

    SettingsRoutes(ControlServices services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/control/settings", ctx -> ctx.json(services.settings().current()));
        routes.put("/control/settings", this::change);
        routes.get(
                "/control/phones/{phone}/settings",
                ctx -> ctx.json(services.settings().of(Body.phone("phone", ctx.pathParam("phone")))));
        routes.put("/control/phones/{phone}/settings", this::changePhone);
        routes.post("/control/reset", this::reset);
        routes.get("/control/requests", ctx -> ctx.json(services.world().counters()));
    }

    private void change(Context ctx) {
        Settings changed = merged(services.settings().current(), Settings.class, ctx);
        services.settings().replace(changed);
        services.world().settingsChanged();
        ctx.json(changed);
    }

    private void changePhone(Context ctx) {
        PhoneNumber phone = Body.phone("phone", ctx.pathParam("phone"));
        SendBehaviour changed = merged(services.settings().of(phone), SendBehaviour.class, ctx);
        services.settings().replace(phone, changed);
        ctx.json(changed);
    }

    private void reset(Context ctx) {
        services.world().reset();
        ctx.json(Map.of("reset", true));
    }

    private <T> T merged(T present, Class<T> type, Context ctx) {
        ObjectNode merged = services.json().valueToTree(present);
        JsonNode changes = Body.of(ctx, services.json()).json();
        changes.properties().forEach(change -> {
            if (!merged.has(change.getKey())) {
                throw Refusal.invalid(change.getKey(), "is not a setting");
            }
            merged.set(change.getKey(), change.getValue());
        });
        try {
            return services.json().treeToValue(merged, type);
        } catch (JsonMappingException e) {
            throw e.getCause() instanceof InvalidSetting invalid
                    ? Refusal.invalid(invalid.field(), invalid.rule())
                    : Refusal.invalid(fieldOf(e), "has a value that does not fit");
        } catch (JsonProcessingException _) {
            throw Refusal.malformed("the settings cannot be read");
        }
    }

    private static String fieldOf(JsonMappingException e) {
        return e.getPath().isEmpty() ? "body" : e.getPath().getFirst().getFieldName();
    }
}

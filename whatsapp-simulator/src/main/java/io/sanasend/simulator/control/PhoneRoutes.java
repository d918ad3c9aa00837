package io.sanasend.simulator.control;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.sanasend.simulator.account.Address;
import io.sanasend.simulator.account.Directory.Group;
import io.sanasend.simulator.account.PhoneNumber;
import io.sanasend.simulator.account.Phones.Phone;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Phones, and what is known of numbers and groups.
 *
 * <table>
 *   <caption>Routes</caption>
 *   <tr><td>{@code GET /control/phones}</td><td>the phones seen so far</td></tr>
 *   <tr><td>{@code GET /control/phones/{phone}}</td><td>one of them, or what a number never seen would be</td></tr>
 *   <tr><td>{@code PUT /control/phones/{phone}}</td><td>{@code {name?}}: uses the phone, and names it</td></tr>
 *   <tr><td>{@code PUT /control/numbers/{phone}}</td><td>{@code {registered, account?}}: is it on WhatsApp, and
 *       under which number lookups find it</td></tr>
 *   <tr><td>{@code GET /control/groups}</td><td>the groups</td></tr>
 *   <tr><td>{@code PUT /control/groups/{id}}</td><td>{@code {subject, participants}}</td></tr>
 * </table>
 */
final class PhoneRoutes {

    private record DeviceView(String id, boolean connected, Instant linkedAt) {}

    private record PhoneView(
            PhoneNumber phone,
            String name,
            boolean registered,
            boolean linked,
            boolean cut,
            List<DeviceView> devices) {}

    private record GroupView(String id, String subject, List<PhoneNumber> participants) {

        static GroupView of(Group group) {
            return new GroupView(new Address.Group(group.id()).wid(), group.subject(), group.participants());
        }
    }

    private final ControlServices services;

    PhoneRoutes(ControlServices services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.get(
                "/control/phones",
                ctx -> ctx.json(services.phones().all().stream().map(this::view).toList()));
        routes.get(
                "/control/phones/{phone}",
                ctx -> ctx.json(view(services.phones().of(phone(ctx)))));
        routes.put("/control/phones/{phone}", this::use);
        routes.put("/control/numbers/{phone}", this::register);
        routes.get(
                "/control/groups",
                ctx -> ctx.json(services.directory().groups().stream()
                        .map(GroupView::of)
                        .toList()));
        routes.put("/control/groups/{id}", this::group);
    }

    private void use(Context ctx) {
        PhoneNumber phone = phone(ctx);
        Optional<String> name = Body.of(ctx, services.json()).optionalText("name");
        services.phones().use(phone);
        name.ifPresent(given -> services.phones().rename(phone, given));
        ctx.json(view(services.phones().of(phone)));
    }

    private void register(Context ctx) {
        PhoneNumber phone = phone(ctx);
        Body body = Body.of(ctx, services.json());
        boolean registered = body.flag("registered");
        PhoneNumber account = body.optionalText("account")
                .map(text -> Body.phone("account", text))
                .orElse(phone);
        services.directory().setRegistered(phone, registered);
        services.directory().setOther(phone, account);
        ctx.json(Map.of("phone", phone, "registered", registered, "account", account));
    }

    private void group(Context ctx) {
        String id = ctx.pathParam("id").replaceFirst("@g\\.us$", "");
        if (!id.matches("[\\d-]{5,40}")) {
            throw Refusal.invalid("id", "must be digits, with or without @g.us");
        }
        Body body = Body.of(ctx, services.json());
        Group group = new Group(id, body.text("subject"), body.phones("participants"));
        services.directory().put(group);
        ctx.json(GroupView.of(group));
    }

    private PhoneView view(Phone phone) {
        List<DeviceView> devices = phone.devices().stream()
                .map(device ->
                        new DeviceView(device.id(), services.lines().isConnected(device.id()), device.linkedAt()))
                .toList();
        return new PhoneView(
                phone.number(),
                phone.name(),
                services.directory().isRegistered(phone.number()),
                phone.isLinked(),
                services.cuts().isCut(phone.number()),
                devices);
    }

    private static PhoneNumber phone(Context ctx) {
        return Body.phone("phone", ctx.pathParam("phone"));
    }
}

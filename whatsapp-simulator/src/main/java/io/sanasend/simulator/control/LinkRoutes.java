package io.sanasend.simulator.control;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.sanasend.simulator.account.Device;
import io.sanasend.simulator.account.PhoneNumber;
import io.sanasend.simulator.link.Scan;
import io.sanasend.simulator.qr.QrReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a phone does to its linked devices.
 *
 * <table>
 *   <caption>Routes</caption>
 *   <tr><td>{@code POST /control/scan}</td><td>{@code {qr, phone, name?}}: links the page that shows the code</td></tr>
 *   <tr><td>{@code POST /control/qr}</td><td>a picture as the body: {@code {text}} of the code in it</td></tr>
 *   <tr><td>{@code POST /control/phones/{phone}/pairing-code}</td><td>{@code {code}}: links by a typed code</td></tr>
 *   <tr><td>{@code POST /control/phones/{phone}/logout}</td><td>{@code {reason?}}: unlinks all devices</td></tr>
 *   <tr><td>{@code POST /control/phones/{phone}/cut}</td><td>{@code {seconds?}}: devices lose their connection</td></tr>
 *   <tr><td>{@code POST /control/phones/{phone}/restore}</td><td>and get it back</td></tr>
 * </table>
 */
final class LinkRoutes {

    private static final int LONGEST_CUT = 86_400;

    private final ControlServices services;

    LinkRoutes(ControlServices services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.post("/control/scan", this::scan);
        routes.post("/control/qr", this::read);
        routes.post("/control/phones/{phone}/pairing-code", this::type);
        routes.post("/control/phones/{phone}/logout", this::logout);
        routes.post("/control/phones/{phone}/cut", this::cut);
        routes.post("/control/phones/{phone}/restore", this::restore);
    }

    private void scan(Context ctx) {
        Body body = Body.of(ctx, services.json());
        String code = body.text("qr");
        PhoneNumber phone = registered(body.phone("phone"));
        answer(ctx, services.linking().scan(code, phone, body.optionalText("name")), "qr");
    }

    private void read(Context ctx) throws IOException {
        String text = QrReader.read(ctx.bodyInputStream())
                .orElseThrow(() -> Refusal.because(422, "body", "no QR code could be read in this picture"));
        ctx.json(Map.of("text", text));
    }

    private void type(Context ctx) {
        PhoneNumber phone = registered(Body.phone("phone", ctx.pathParam("phone")));
        String code = Body.of(ctx, services.json()).text("code");
        answer(ctx, services.linking().type(code, phone), "code");
    }

    private static void answer(Context ctx, Scan scan, String field) {
        switch (scan) {
            case Scan.Linked(Device device) ->
                ctx.json(Map.of("device", device.id(), "phone", device.phone().digits()));
            case Scan.Unknown() -> throw Refusal.because(404, field, "no page shows this code");
            case Scan.Expired() -> throw Refusal.because(410, field, "the code has expired; scan the one shown now");
            case Scan.Used() -> throw Refusal.because(409, field, "the code has been used already");
            case Scan.TooManyDevices() -> throw Refusal.because(409, "phone", "the phone has four linked devices");
            case Scan.PageGone() -> throw Refusal.because(409, field, "the page went away while it was being linked");
        }
    }

    private void logout(Context ctx) {
        PhoneNumber phone = Body.phone("phone", ctx.pathParam("phone"));
        String reason = Body.of(ctx, services.json()).optionalText("reason").orElse("user_initiated");
        List<Device> devices = services.phones().of(phone).devices();
        devices.forEach(device -> services.world().unlink(device, reason));
        ctx.json(Map.of("phone", phone.digits(), "unlinked", devices.size()));
    }

    private void cut(Context ctx) {
        PhoneNumber phone = Body.phone("phone", ctx.pathParam("phone"));
        int seconds = Body.of(ctx, services.json())
                .optionalNumber("seconds", 0, LONGEST_CUT)
                .orElse(LONGEST_CUT);
        services.cuts().cut(phone, Duration.ofSeconds(seconds));
        ctx.json(Map.of("phone", phone.digits(), "cut", true));
    }

    private void restore(Context ctx) {
        PhoneNumber phone = Body.phone("phone", ctx.pathParam("phone"));
        services.cuts().restore(phone);
        ctx.json(Map.of("phone", phone.digits(), "cut", false));
    }

    private PhoneNumber registered(PhoneNumber phone) {
        if (!services.directory().isRegistered(phone)) {
            throw Refusal.because(409, "phone", "this number is not registered on WhatsApp");
        }
        return phone;
    }
}

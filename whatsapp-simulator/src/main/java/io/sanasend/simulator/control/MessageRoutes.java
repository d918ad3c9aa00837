package io.sanasend.simulator.control;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import io.sanasend.simulator.account.Address;
import io.sanasend.simulator.account.PhoneNumber;
import io.sanasend.simulator.message.Content;
import io.sanasend.simulator.message.Exchange.Outgoing;
import io.sanasend.simulator.message.Message;
import io.sanasend.simulator.message.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a phone has received and sent, and what its owner does with it.
 *
 * <table>
 *   <caption>Routes</caption>
 *   <tr><td>{@code GET /control/phones/{phone}/messages}</td><td>{@code ?since=} (instant), {@code ?from=},
 *       {@code ?limit=} (the newest ones)</td></tr>
 *   <tr><td>{@code POST /control/phones/{phone}/messages}</td><td>{@code {to, body}}, or multipart with a file</td></tr>
 *   <tr><td>{@code GET …/messages/{id}/media}</td><td>the bytes of its file</td></tr>
 *   <tr><td>{@code POST …/messages/{id}/read}</td><td>the owner reads it: ack 3</td></tr>
 *   <tr><td>{@code POST /control/messages/{id}/ack}</td><td>{@code {ack}}: any ack, in any order</td></tr>
 * </table>
 */
final class MessageRoutes {

    private static final int LOWEST_ACK = -1;
    private static final int HIGHEST_ACK = 4;

    private final ControlServices services;

    MessageRoutes(ControlServices services) {
        this.services = services;
    }

    private record View(
            String id,
            String chat,
            PhoneNumber from,
            String to,
            String type,
            @Nullable String body,
            @Nullable String caption,
            @Nullable String filename,
            @Nullable String mimetype,
            @Nullable Long size,
            @Nullable String sha256,
            int ack,
            int arrivals,
            Instant timestamp) {

        static View of(Message message) {
            Content content = message.content();
            StoredFile file = content.file();
            return new View(
                    message.id(),
                    message.chat(),
                    message.from(),
                    message.to() instanceof Address.Person(PhoneNumber number)
                            ? number.digits()
                            : message.to().wid(),
                    content.type(),
                    content.body(),
                    content.caption(),
                    content.filename(),
                    content.mimetype(),
                    file == null ? null : file.size(),
                    file == null ? null : file.sha256Hex(),
                    message.ack(),
                    message.arrivals(),
                    message.at());
        }
    }

    void addTo(RoutesConfig routes) {
        routes.get("/control/phones/{phone}/messages", this::list);
        routes.post("/control/phones/{phone}/messages", this::write);
        routes.get("/control/phones/{phone}/messages/{id}/media", this::media);
        routes.post("/control/phones/{phone}/messages/{id}/read", this::read);
        routes.post("/control/messages/{id}/ack", this::force);
    }

    private void list(Context ctx) {
        Instant since = Optional.ofNullable(ctx.queryParam("since"))
                .map(MessageRoutes::instant)
                .orElse(Instant.EPOCH);
        Optional<PhoneNumber> from = Optional.ofNullable(ctx.queryParam("from")).map(text -> Body.phone("from", text));
        List<View> found = services.log().of(phone(ctx)).stream()
                .filter(message -> !message.at().isBefore(since))
                .filter(message -> from.isEmpty() || from.get().equals(message.from()))
                .map(View::of)
                .toList();
        ctx.json(found.subList(Math.max(0, found.size() - limit(ctx)), found.size()));
    }

    private void write(Context ctx) throws IOException {
        PhoneNumber from = phone(ctx);
        Address to;
        Content content;
        if (ctx.isMultipartFormData()) {
            to = Body.address("to", form(ctx, "to").orElseThrow(() -> Refusal.invalid("to", "is missing")));
            content = file(ctx);
        } else {
            Body body = Body.of(ctx, services.json());
            to = Body.address("to", body.text("to"));
            content = Content.text(body.text("body"));
        }
        if (!services.directory().exists(to)) {
            throw Refusal.invalid("to", "is not on WhatsApp");
        }
        String chat = to instanceof Address.Person(PhoneNumber number)
                ? services.postman().addressOf(number)
                : to.wid();
        Message message =
                services.exchange().write(from, new Outgoing(services.tokens().messageId(), to, chat, content));
        ctx.status(201).json(View.of(message));
    }

    private Content file(Context ctx) throws IOException {
        UploadedFile file =
                Optional.ofNullable(ctx.uploadedFile("file")).orElseThrow(() -> Refusal.invalid("file", "is missing"));
        String mimetype = Optional.ofNullable(file.contentType()).orElse("application/octet-stream");
        String type = form(ctx, "type").orElse(typeOf(mimetype));
        try (InputStream bytes = file.content()) {
            StoredFile stored = services.media().keep(bytes);
            String filename = type.equals("document") ? file.filename() : null;
            return new Content(type, null, form(ctx, "caption").orElse(null), filename, mimetype, stored);
        }
    }

    private static String typeOf(String mimetype) {
        return switch (mimetype.substring(0, Math.max(0, mimetype.indexOf('/')))) {
            case "image" -> "image";
            case "video" -> "video";
            case "audio" -> "audio";
            default -> "document";
        };
    }

    private void media(Context ctx) throws IOException {
        Content content = message(ctx).content();
        Path file = Optional.ofNullable(content.file())
                .flatMap(stored -> services.media().find(stored.id()))
                .orElseThrow(() -> Refusal.notFound("the message has no file"));
        ctx.contentType(Optional.ofNullable(content.mimetype()).orElse("application/octet-stream"));
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Content-Security-Policy", "sandbox");
        ctx.result(Files.newInputStream(file));
    }

    private void read(Context ctx) {
        Message message = services.exchange()
                .read(phone(ctx), ctx.pathParam("id"))
                .orElseThrow(() -> Refusal.notFound("the phone has received no such message"));
        ctx.json(View.of(message));
    }

    private void force(Context ctx) {
        int ack = Body.of(ctx, services.json())
                .optionalNumber("ack", LOWEST_ACK, HIGHEST_ACK)
                .orElseThrow(() -> Refusal.invalid("ack", "is missing"));
        List<Message> messages = services.exchange().force(ctx.pathParam("id"), ack);
        if (messages.isEmpty()) {
            throw Refusal.notFound("there is no such message");
        }
        ctx.json(messages.stream().map(View::of).toList());
    }

    private Message message(Context ctx) {
        return services.log()
                .find(phone(ctx), ctx.pathParam("id"))
                .orElseThrow(() -> Refusal.notFound("the phone has no such message"));
    }

    private static Optional<String> form(Context ctx, String field) {
        return Optional.ofNullable(ctx.formParam(field)).filter(text -> !text.isBlank());
    }

    private static int limit(Context ctx) {
        String text = Optional.ofNullable(ctx.queryParam("limit")).orElse("1000");
        if (!text.matches("[1-9]\\d{0,4}")) {
            throw Refusal.invalid("limit", "must be a number from 1 to 99999");
        }
        return Integer.parseInt(text);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw Refusal.invalid("since", "must be an instant like 2026-04-01T12:00:00Z");
        }
    }

    private static PhoneNumber phone(Context ctx) {
        return Body.phone("phone", ctx.pathParam("phone"));
    }
}

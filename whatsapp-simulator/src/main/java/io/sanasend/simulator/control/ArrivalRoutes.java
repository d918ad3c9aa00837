package io.sanasend.simulator.control;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.sanasend.simulator.account.Address;
import io.sanasend.simulator.account.PhoneNumber;
import io.sanasend.simulator.message.Arrivals.Arrival;
import io.sanasend.simulator.message.Content;
import io.sanasend.simulator.message.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What arrived at the server, for those who count or who wait for the moment.
 *
 * <table>
 *   <caption>Routes</caption>
 *   <tr><td>{@code GET /control/arrivals}</td><td>{@code ?after=} (a number, 0), {@code ?limit=} (1000), {@code ?wait_ms=} (0):
 *       the arrivals after that number, oldest first</td></tr>
 * </table>
 */
final class ArrivalRoutes {

    private static final int LONGEST_WAIT = 30_000;
    private static final int MOST = 1_000;

    private final ControlServices services;

    ArrivalRoutes(ControlServices services) {
        this.services = services;
    }

    private record View(
            long number,
            boolean again,
            String id,
            PhoneNumber from,
            String to,
            String type,
            @Nullable String body,
            @Nullable String caption,
            Instant timestamp) {

        static View of(Arrival arrival) {
            Message message = arrival.message();
            Content content = message.content();
            return new View(
                    arrival.number(),
                    arrival.again(),
                    message.id(),
                    message.from(),
                    message.to() instanceof Address.Person(PhoneNumber number)
                            ? number.digits()
                            : message.to().wid(),
                    content.type(),
                    content.body(),
                    content.caption(),
                    message.at());
        }
    }

    void addTo(RoutesConfig routes) {
        routes.get("/control/arrivals", this::list);
    }

    private void list(Context ctx) throws InterruptedException {
        long after = number(ctx, "after", 0, Integer.MAX_VALUE);
        int limit = number(ctx, "limit", MOST, MOST);
        Duration wait = Duration.ofMillis(number(ctx, "wait_ms", 0, LONGEST_WAIT));
        ctx.json(services.arrivals().after(after, limit, wait).stream()
                .map(View::of)
                .toList());
    }

    private static int number(Context ctx, String name, int otherwise, int highest) {
        String text = Optional.ofNullable(ctx.queryParam(name)).orElse(Integer.toString(otherwise));
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > highest) {
            throw Refusal.invalid(name, "must be a number from 0 to " + highest);
        }
        return Integer.parseInt(text);
    }
}

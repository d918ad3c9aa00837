package io.sanasend.api.session.live;

import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/** Counts open streams: so many for each user, and so many in all. Safe for use by many threads. */
@ApplicationScoped
class Seats {

    private final LiveConfig config;
    private final Map<Long, Integer> taken = new HashMap<>();
    private int open;

    Seats(LiveConfig config) {
        this.config = config;
    }

    /**
     * Takes a seat, which is to be given back.
     *
     * @throws ApiException 429 if there is none
     */
    synchronized void take(long userId) {
        int own = taken.getOrDefault(userId, 0);
        if (own >= config.maxPerUser()) {
            throw full("You watch " + own + " sessions at once already; close one first.");
        }
        if (open >= config.maxOpen()) {
            throw full("As many streams are open as this installation allows; try again later.");
        }
        taken.put(userId, own + 1);
        open++;
    }

    synchronized void giveBack(long userId) {
        taken.computeIfPresent(userId, (_, own) -> own == 1 ? null : own - 1);
        open--;
    }

    synchronized int open() {
        return open;
    }

    private ApiException full(String detail) {
        return new ApiException(ProblemType.RATE_LIMIT_EXCEEDED, detail, config.heartbeat());
    }
}

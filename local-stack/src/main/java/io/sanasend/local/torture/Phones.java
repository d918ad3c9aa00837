package io.sanasend.local.torture;

import io.sanasend.local.torture.Http.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The simulated phones and their server, over the simulator's control API. Nobody kills the simulator. */
final class Phones {

    private final Http control;

    Phones(String simulator) {
        this.control = Http.at(simulator + "/control");
    }

    /**
     * One message, or one repetition of it, as it came to the server.
     *
     * @param number counts all arrivals from 1
     * @param again whether this id came before: for the recipient it is the same message
     * @param text body or caption
     */
    record Arrival(long number, boolean again, String id, String from, String to, String text) {}

    void scan(String qr, String phone) throws IOException, InterruptedException {
        good(control.post("/scan", Map.of("qr", qr, "phone", phone)));
    }

    /** How long the server takes to answer a send it has taken. */
    void answerAfter(Duration latency) throws IOException, InterruptedException {
        good(control.put("/settings", Map.of("latency_ms", latency.toMillis())));
    }

    /** What came after the arrival of that number, in the order it came; waits for the first. */
    List<Arrival> arrivals(long after, Duration wait) throws IOException, InterruptedException {
        Reply reply = good(control.get("/arrivals?after=" + after + "&wait_ms=" + wait.toMillis()));
        return StreamSupport.stream(reply.json().spliterator(), false)
                .map(arrival -> new Arrival(
                        arrival.path("number").asLong(),
                        arrival.path("again").asBoolean(),
                        arrival.path("id").asText(),
                        arrival.path("from").asText(),
                        arrival.path("to").asText(),
                        arrival.path("body").asText(arrival.path("caption").asText(""))))
                .toList();
    }

    /** All there are now. */
    List<Arrival> allArrivals() throws IOException, InterruptedException {
        List<Arrival> all = new ArrayList<>();
        List<Arrival> more = arrivals(0, Duration.ZERO);
        while (!more.isEmpty()) {
            all.addAll(more);
            more = arrivals(more.getLast().number(), Duration.ZERO);
        }
        return all;
    }

    private static Reply good(Reply reply) {
        if (!reply.isGood()) {
            throw new TortureFailed("the simulator answered " + reply.status() + ": " + reply.json());
        }
        return reply;
    }
}

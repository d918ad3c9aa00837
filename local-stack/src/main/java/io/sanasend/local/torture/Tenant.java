package io.sanasend.local.torture;

import com.fasterxml.jackson.databind.JsonNode;
import io.sanasend.local.torture.Http.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One customer of the product, who knows all copies of its API and calls whichever it likes.
 *
 * @param apis each copy, with the customer's key
 * @param lines the numbers it has linked
 */
record Tenant(String name, List<Http> apis, List<Line> lines) {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final int PAGE = 100;

    /**
     * A linked number.
     *
     * @param session its session's id on the wire
     */
    record Line(String phone, String session) {}

    Tenant {
        apis = List.copyOf(apis);
    }

    /** Links one more number; to be called while all is well. */
    void link(String phone, Phones phones) throws IOException, InterruptedException {
        JsonNode session = asked(apis.getFirst().post("/sessions/init/", Map.of("instance_name", phone)));
        String qr = session.path("qrPayload").asText("");
        if (qr.isEmpty()) {
            throw new TortureFailed("no QR code came for " + name + ", the session is " + session.path("status"));
        }
        phones.scan(qr, phone);
        lines.add(new Line(phone, session.path("sessionId").asText()));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!notConnected().isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new TortureFailed("not connected after the scan: " + notConnected());
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    /** Sessions that are something else than connected, each with what it is; also those that are not there. */
    List<String> notConnected() throws IOException, InterruptedException {
        JsonNode sessions = asked(any().get("/sessions/list/")).path("sessions");
        List<String> wrong = new ArrayList<>();
        for (Line line : lines) {
            String status = "not there";
            for (JsonNode session : sessions) {
                if (session.path("sessionId").asText().equals(line.session())) {
                    status = session.path("status").asText() + " ("
                            + session.path("status_reason").asText() + ")";
                }
            }
            if (!status.startsWith("connected")) {
                wrong.add(line.session() + " " + status);
            }
        }
        return wrong;
    }

    /** Every message the API has of this customer. */
    List<JsonNode> messages() throws IOException, InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        Http api = any();
        for (int page = 1; ; page++) {
            Reply reply = api.get("/messages/list/?page_size=" + PAGE + "&page=" + page);
            if (!reply.isGood()) {
                throw new IOException("messages/list answered " + reply.status());
            }
            reply.json().path("results").forEach(all::add);
            if (reply.json().path("next").isNull() || reply.json().path("next").isMissingNode()) {
                return all;
            }
        }
    }

    /** One of the copies, by chance. */
    Http any() {
        return apis.get(ThreadLocalRandom.current().nextInt(apis.size()));
    }

    private static JsonNode asked(Reply reply) throws IOException {
        if (!reply.isGood()) {
            throw new IOException("answered " + reply.status() + ": " + reply.json());
        }
        return reply.data();
    }
}

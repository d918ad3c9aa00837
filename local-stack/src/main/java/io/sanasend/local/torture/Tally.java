package io.sanasend.local.torture;

import com.fasterxml.jackson.databind.JsonNode;
import io.sanasend.local.torture.Ledger.Accepted;
import io.sanasend.local.torture.Phones.Arrival;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares what callers were told, what the API says now, and what arrived.
 *
 * <p>One id that arrives again is the same message to its recipient; the same text under another id is a second message.
 */
final class Tally {

    private static final Set<String> SENT = Set.of("sent", "delivered", "read");
    private static final Set<String> FINAL = Set.of("sent", "delivered", "read", "failed", "expired", "cancelled");

    private final Map<String, List<String>> differences = new LinkedHashMap<>();
    private final Map<String, Integer> statuses = new TreeMap<>();
    private final Set<String> markers = new LinkedHashSet<>();
    private final int accepted;
    private int arrived;
    private int again;

    /**
     * @param messages what the API says of each message, by its id
     * @param arrivals in the order they came
     */
    Tally(List<Accepted> accepted, Map<Long, JsonNode> messages, List<Arrival> arrivals) {
        this.accepted = accepted.size();
        for (String kind : List.of(
                "missing", "twice", "out of order", "status false", "not final", "id false", "unknown arrival")) {
            differences.put(kind, new ArrayList<>());
        }
        Map<String, Set<String>> ids = new HashMap<>();
        for (Arrival arrival : arrivals) {
            again += arrival.again() ? 1 : 0;
            ids.computeIfAbsent(arrival.text(), _ -> new LinkedHashSet<>()).add(arrival.id());
        }
        Map<String, Accepted> byMarker = new HashMap<>();
        for (Accepted message : accepted) {
            byMarker.put(message.marker(), message);
            judge(message, messages.get(message.dbId()), ids.getOrDefault(message.marker(), Set.of()));
        }
        judgeOrder(arrivals, byMarker);
    }

    /** Whether that status will not change any more but forwards from sent. */
    static boolean isFinal(@Nullable JsonNode message) {
        return message != null && FINAL.contains(message.path("status").asText());
    }

    private void judge(Accepted message, @Nullable JsonNode said, Set<String> ids) {
        String status = said == null ? "not in the API" : said.path("status").asText();
        statuses.merge(status, 1, Integer::sum);
        String what =
                message.marker() + " (" + message.dbId() + ", " + message.line().session() + "): " + status;
        if (said != null && !said.path("error_code").asText("").isEmpty()) {
            what += " " + said.path("error_code").asText();
        }
        if (ids.isEmpty()) {
            blame("missing", message, what);
        } else {
            arrived++;
        }
        if (ids.size() > 1) {
            blame("twice", message, what + ", arrived as " + ids);
        }
        if (SENT.contains(status) == ids.isEmpty() && FINAL.contains(status)) {
            blame("status false", message, what + ", arrived " + ids.size() + " times");
        }
        if (!FINAL.contains(status)) {
            blame("not final", message, what);
        }
        if (said != null
                && SENT.contains(status)
                && !ids.contains(said.path("whatsapp_id").asText())) {
            blame("id false", message, what + " as " + said.path("whatsapp_id").asText() + ", arrived as " + ids);
        }
    }

    /** The ids of a number's messages follow their acceptance, so what arrives first has the lower one. */
    private void judgeOrder(List<Arrival> arrivals, Map<String, Accepted> byMarker) {
        Map<String, Accepted> last = new HashMap<>();
        for (Arrival arrival : arrivals) {
            Accepted message = byMarker.get(arrival.text());
            if (message == null || arrival.again()) {
                continue;
            }
            if (!arrival.from().equals(message.line().phone())) {
                blame("unknown arrival", message, message.marker() + " came from another number");
            }
            Accepted before = last.get(arrival.from());
            if (before != null && before.dbId() > message.dbId()) {
                blame("out of order", message, message.marker() + " (" + message.dbId() + ") after " + before.dbId());
            }
            last.put(arrival.from(), message);
        }
    }

    private void blame(String kind, Accepted message, String what) {
        find(kind).add(what);
        markers.add(message.marker());
    }

    /** Adds a difference that was found elsewhere. */
    void add(String kind, List<String> found) {
        find(kind).addAll(found);
    }

    private List<String> find(String kind) {
        return differences.computeIfAbsent(kind, _ -> new ArrayList<>());
    }

    boolean isClean() {
        return differences.values().stream().allMatch(List::isEmpty);
    }

    /** The differences of each kind, also of kinds of which there are none. */
    Map<String, List<String>> differences() {
        return differences;
    }

    /** The markers of messages that something is wrong with. */
    Set<String> markers() {
        return markers;
    }

    /** The numbers, a line each. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line("accepted", accepted));
        lines.add(line("arrived", arrived));
        lines.add(line("arrived again, same id", again));
        statuses.forEach((status, count) -> lines.add(line("  status " + status, count)));
        differences.forEach((kind, found) -> lines.add(line(kind, found.size()) + (found.isEmpty() ? "" : "   <<<")));
        return lines;
    }

    static String line(String what, Object value) {
        return "  %-28s %6s".formatted(what, value);
    }
}

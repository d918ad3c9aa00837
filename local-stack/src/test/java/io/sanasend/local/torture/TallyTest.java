package io.sanasend.local.torture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sanasend.local.torture.Ledger.Accepted;
import io.sanasend.local.torture.Phones.Arrival;
import io.sanasend.local.torture.Tenant.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final Line LINE = new Line("491", "u1");
    private static final Tenant TENANT = new Tenant("anna", List.of(), List.of(LINE));

    private final List<Accepted> accepted = new ArrayList<>();
    private final Map<Long, JsonNode> messages = new HashMap<>();
    private final List<Arrival> arrivals = new ArrayList<>();

    private void accept(long dbId, String status) {
        accepted.add(new Accepted("m-" + dbId, TENANT, LINE, dbId));
        messages.put(
                dbId,
                new ObjectMapper()
                        .createObjectNode()
                        .put("status", status)
                        .put("whatsapp_id", "W" + dbId)
                        .put("error_code", (String) null));
    }

    private void arrive(long dbId, String id) {
        boolean again = arrivals.stream().anyMatch(arrival -> arrival.id().equals(id));
        arrivals.add(new Arrival(arrivals.size() + 1, again, id, LINE.phone(), "492", "m-" + dbId));
    }

    private Set<String> found() {
        return new Tally(accepted, messages, arrivals)
                .differences().entrySet().stream()
                        .filter(kind -> !kind.getValue().isEmpty())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
    }

    @Test
    void agreesWhenEverythingArrivedOnceAndInOrder() {
        accept(1, "sent");
        accept(2, "delivered");
        arrive(1, "W1");
        arrive(2, "W2");

        assertThat(found()).isEmpty();
    }

    @Test
    void countsTheSameIdTwiceAsOneMessage() {
        accept(1, "sent");
        arrive(1, "W1");
        arrive(1, "W1");

        assertThat(found()).isEmpty();
        assertThat(new Tally(accepted, messages, arrivals).lines()).contains(Tally.line("arrived again, same id", 1));
    }

    @Test
    void countsTheSameTextUnderAnotherIdAsTwoMessages() {
        accept(1, "sent");
        arrive(1, "W1");
        arrive(1, "W9");

        assertThat(found()).containsExactly("twice");
    }

    @Test
    void missesWhatNeverArrived() {
        accept(1, "queued");

        assertThat(found()).containsExactlyInAnyOrder("missing", "not final");
    }

    @Test
    void findsStatusesThatAreNotTrue() {
        accept(1, "sent");
        accept(2, "failed");
        arrive(2, "W2");

        assertThat(found()).containsExactlyInAnyOrder("missing", "status false", "id false");
    }

    @Test
    void findsAnIdOfAnotherMessage() {
        accept(1, "sent");
        arrive(1, "W9");

        assertThat(found()).containsExactly("id false");
    }

    @Test
    void findsWhatOvertookAnother() {
        accept(1, "sent");
        accept(2, "sent");
        arrive(2, "W2");
        arrive(1, "W1");

        assertThat(found()).containsExactly("out of order");
    }
}

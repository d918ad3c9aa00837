package io.sanasend.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sanasend.endtoend.testing.Http;
import io.sanasend.endtoend.testing.Phones;
import io.sanasend.endtoend.testing.Product;
import io.sanasend.endtoend.testing.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A part, a page or a phone is away for a while: what was accepted is kept and true, and the rest goes on. */
class OutageIT {

    private static final String FRIEND = "4915100000096";
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** How long Redis and PostgreSQL are away; {@code -Dsanasend.outage=PT10S} for a quick look. */
    private static final Duration AWAY = Duration.parse(System.getProperty("sanasend.outage", "PT1M"));

    private static Product product;
    private static Phones phones;

    @BeforeAll
    static void start() {
        // Shorter than the page takes in the test of late answers.
        product = Product.start(Map.of("SANASEND_WORKER_PATIENT_TIMEOUT", "PT10S"));
        phones = product.phones();
    }

    @AfterAll
    static void stop() {
        product.close();
    }

    @Test
    void sendsWhileRedisIsAway() {
        Tenant tenant = linked("4915100000051");

        Thread outage = keepAway(product::redis);
        int sent = 0;
        while (outage.isAlive()) {
            sent++;
            tenant.sendText(FRIEND, "without Redis " + sent).ok();
            // Within the quota of a minute, and what a phone lists.
            await().pollDelay(Duration.ofMillis(200)).until(() -> true);
        }

        assertThat(sent).isPositive();
        for (int i = 1; i <= sent; i++) {
            String text = "without Redis " + i;
            await().atMost(PATIENCE).until(() -> phones.arrivals(FRIEND, text).size() == 1);
        }
    }

    @Test
    void refusesWithARetryableErrorWhilePostgresIsAwayAndLosesNothing() throws InterruptedException {
        Tenant tenant = linked("4915100000052");
        phones.cut("4915100000052", Duration.ofSeconds(5));
        long before = tenant.queueText(FRIEND, "queued before the outage", Map.of());

        Thread outage = keepAway(product::postgres);
        await().atMost(PATIENCE).until(() -> send(tenant, "key-1").status() == 503);
        Http.Reply refused = send(tenant, "key-2");
        outage.join();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> send(tenant, "key-1").status() / 100 == 2);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> send(tenant, "key-2").status() / 100 == 2);

        if (refused.status() == 503) {
            assertThat(refused.header("Retry-After")).isPresent();
        }
        awaitSent(tenant, before);
        for (String text : List.of("queued before the outage", "sent as key-1", "sent as key-2")) {
            await().atMost(PATIENCE).until(() -> phones.arrivals(FRIEND, text).size() == 1);
        }
        tenant.awaitStatus("connected");
    }

    @Test
    void anAnswerOfTheWorkerThatComesTooLateDoublesNothing() {
        Tenant tenant = linked("4915100000053");
        phones.behave("4915100000053", Map.of("latency_ms", 14_000));

        long id = tenant.queueText(FRIEND, "answered late", Map.of());
        long next = tenant.queueText(FRIEND, "behind the late one", Map.of());
        await().atMost(PATIENCE)
                .until(() -> !phones.arrivals(FRIEND, "answered late").isEmpty());
        awaitSent(tenant, id);
        phones.behave("4915100000053", Map.of("latency_ms", 0));

        awaitSent(tenant, next);
        assertThat(phones.arrivals(FRIEND, "answered late")).hasSize(1);
        assertThat(phones.texts(FRIEND, "4915100000053")).containsExactly("answered late", "behind the late one");
    }

    @Test
    void aPhoneThatLogsOutHoldsWhatWasNotTriedUntilItIsTooLateOrLinkedAgain() {
        String phone = "4915100000054";
        Tenant tenant = linked(phone);
        phones.behave(phone, Map.of("latency_ms", 5_000));

        long head = tenant.queueText(FRIEND, "on its way", Map.of());
        long brief = tenant.queueText(FRIEND, "soon too late", Map.of("validity", 60));
        long patient = tenant.queueText(FRIEND, "for the next link", Map.of());
        await().atMost(PATIENCE)
                .until(() -> !phones.arrivals(FRIEND, "on its way").isEmpty());
        phones.logOut(phone);
        tenant.awaitStatus("logged_out");
        phones.behave(phone, Map.of("latency_ms", 0));

        await().atMost(PATIENCE)
                .until(() -> List.of("failed", "sent", "delivered")
                        .contains(tenant.message(head).path("status").asText()));
        JsonNode tried = tenant.message(head);
        if (tried.path("status").asText().equals("failed")) {
            assertThat(tried.path("error_code").asText()).isEqualTo("DELIVERY_UNKNOWN");
        }
        await().atMost(PATIENCE)
                .until(() -> tenant.message(brief).path("status").asText().equals("expired"));
        JsonNode expired = tenant.message(brief);
        assertThat(expired.path("error_code").asText()).isEqualTo("MESSAGE_EXPIRED");
        assertThat(tenant.message(patient).path("status").asText()).isEqualTo("queued");
        tenant.link(phone);
        awaitSent(tenant, patient);
        assertThat(phones.arrivals(FRIEND, "for the next link")).hasSize(1);
        assertThat(phones.arrivals(FRIEND, "soon too late")).isEmpty();
        assertThat(phones.arrivals(FRIEND, "on its way")).hasSize(1);
    }

    @Test
    void aQrCodeNobodyScansEndsWithAReasonAndDisturbsNobody() {
        Tenant other = linked("4915100000055");
        Tenant tenant = product.newTenant();
        phones.set(Map.of("qr_first_seconds", 1, "qr_next_seconds", 1));
        try {
            tenant.startSession();

            await().atMost(PATIENCE)
                    .until(() -> tenant.status().path("status").asText().equals("failed"));
        } finally {
            phones.set(Map.of("qr_first_seconds", 60, "qr_next_seconds", 20));
        }

        assertThat(tenant.status().path("status_reason").asText()).isEqualTo("qr_not_scanned");
        assertThat(other.status().path("status").asText()).isEqualTo("connected");
        other.sendText(FRIEND, "not disturbed by a QR code").ok();
    }

    @Test
    void aPageThatNeverBecomesReadyHoldsItsMessagesAndNobodyElses() {
        Tenant tenant = linked("4915100000056");
        Tenant other = linked("4915100000057");
        String session = tenant.status().path("sessionId").asText();
        phones.set(Map.of("stuck", true));
        long id;
        try {
            Product.processes("--user-data-dir=" + product.profile(session)).forEach(ProcessHandle::destroyForcibly);
            await().atMost(PATIENCE)
                    .until(() -> !tenant.status().path("status").asText().equals("connected"));
            id = tenant.queueText(FRIEND, "held by a stuck page", Map.of());

            other.sendText(FRIEND, "not disturbed by a stuck page").ok();
            assertThat(tenant.status().path("status").asText()).isIn("reconnecting", "initializing");
        } finally {
            phones.set(Map.of("stuck", false));
        }

        awaitSent(tenant, id);
        assertThat(phones.arrivals(FRIEND, "held by a stuck page")).hasSize(1);
    }

    private static Tenant linked(String phone) {
        Tenant tenant = product.newTenant();
        tenant.link(phone);
        return tenant;
    }

    /** Kills a part whenever it is there, for a while. */
    private static Thread keepAway(Supplier<Optional<ProcessHandle>> part) {
        long end = System.nanoTime() + AWAY.toNanos();
        return Thread.ofPlatform()
                .daemon()
                .start(() -> await().atMost(AWAY.multipliedBy(2))
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> {
                            part.get().ifPresent(ProcessHandle::destroyForcibly);
                            return System.nanoTime() - end >= 0;
                        }));
    }

    private static Http.Reply send(Tenant tenant, String key) {
        return tenant.api()
                .with("Idempotency-Key", key)
                .with("Prefer", "respond-async")
                .post("/messages/send-text/", Map.of("recipient", FRIEND, "message", "sent as " + key));
    }

    private static void awaitSent(Tenant tenant, long id) {
        await("message sent")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(tenant.message(id).path("status").asText()).isIn("sent", "delivered", "read"));
    }
}

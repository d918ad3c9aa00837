package io.sanasend.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sanasend.endtoend.testing.Product;
import io.sanasend.endtoend.testing.Tenant;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A linked number survives what happens to the product, and ends when its owner says so. */
@ExtendWith(Product.Provider.class)
class SessionLifeIT {

    private static final String FRIEND = "4915100000099";

    @Test
    void isBackWithoutAQrCodeAfterTheWorkerWasKilled(Product product) {
        Tenant tenant = product.newTenant();
        tenant.link("4915100000031");
        ProcessHandle killed = product.worker();

        killed.destroyForcibly();
        await().atMost(Duration.ofSeconds(30)).until(() -> !killed.isAlive());
        JsonNode during = tenant.status();
        JsonNode sent =
                tenant.sendText(FRIEND, "sent while the worker was away").ok().data();

        assertThat(during.path("status").asText()).isIn("connected", "reconnecting", "initializing");
        JsonNode message = tenant.awaitMessage(sent.path("dbId").asLong(), "delivered");
        assertThat(tenant.status().path("status").asText()).isEqualTo("connected");
        assertThat(product.phones().message(FRIEND, message.path("whatsapp_id").asText()))
                .hasValueSatisfying(
                        arrived -> assertThat(arrived.path("arrivals").asInt()).isEqualTo(1));
        assertThat(product.worker().pid()).isNotEqualTo(killed.pid());
    }

    @Test
    void staysLinkedWhenItIsDisconnectedAndComesBackWhenAsked(Product product) {
        Tenant tenant = product.newTenant();
        String session = tenant.link("4915100000032");

        tenant.api().post("/sessions/disconnect/", Map.of()).ok();
        assertThat(tenant.status().path("status").asText()).isEqualTo("disconnected");
        assertThat(tenant.sendText(FRIEND, "no").status()).isEqualTo(409);
        assertThat(Product.processes("--user-data-dir=" + product.profile(session)))
                .isEmpty();

        tenant.startSession();
        tenant.awaitStatus("connected");
        tenant.sendText(FRIEND, "back again").ok();
    }

    @Test
    void leavesNoProcessAndNoProfileWhenItIsDeleted(Product product) {
        Tenant tenant = product.newTenant();
        String session = tenant.link("4915100000033");
        String id = tenant.status().path("id").asText();
        assertThat(product.profile(session)).isDirectory();

        tenant.api().delete("/sessions/delete/" + id + "/").ok();

        assertThat(product.profile(session)).doesNotExist();
        assertThat(Product.processes(product.profile(session).toString())).isEmpty();
        assertThat(product.phones().isLinked("4915100000033")).isFalse();
        assertThat(tenant.status().path("exists").asBoolean(true)).isFalse();
        assertThat(tenant.startSession().path("sessionId").asText()).isNotEqualTo(session);
        tenant.api()
                .delete("/sessions/delete/" + tenant.status().path("id").asText() + "/")
                .ok();
    }

    @Test
    void oneTenantsSessionIsNotDisturbedByTheEndOfAnother(Product product) {
        Tenant stays = product.newTenant();
        Tenant leaves = product.newTenant();
        stays.link("4915100000034");
        leaves.link("4915100000035");

        leaves.api()
                .post("/sessions/logout/" + leaves.status().path("id").asText() + "/", Map.of())
                .ok();

        assertThat(leaves.status().path("status").asText()).isEqualTo("logged_out");
        assertThat(stays.status().path("status").asText()).isEqualTo("connected");
        stays.sendText(FRIEND, "still here").ok();
    }
}

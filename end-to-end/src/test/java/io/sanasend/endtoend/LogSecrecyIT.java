package io.sanasend.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.endtoend.testing.Http;
import io.sanasend.endtoend.testing.Product;
import io.sanasend.endtoend.testing.Secrets;
import io.sanasend.endtoend.testing.Tenant;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Looks through the logs of all parts, after all other tests have run, for anything confidential that went over HTTP. */
@ExtendWith(Product.Provider.class)
@Order(Integer.MAX_VALUE)
class LogSecrecyIT {

    private static final String PHONE = "4915100000071";
    private static final String FRIEND = "4915100000072";

    private static Product product;

    /** Everything that could be tempting to log, also when this class is run alone. */
    @BeforeAll
    static void useEverything(Product started) {
        product = started;
        Tenant tenant = product.newTenant();
        tenant.link(PHONE);
        tenant.sendText(FRIEND, "The vault opens at seven").ok();
        tenant.sendText("4915100000073", "nobody will ever read this line").ok();
        tenant.sendFile(
                        FRIEND,
                        "document",
                        "plan.txt",
                        "a file for the vault".getBytes(StandardCharsets.UTF_8),
                        Map.of("caption", "the plan of the vault"))
                .ok();
        tenant.api().get("/messages/list/?search=vault+opens").ok();
        product.phones().unregister("4915100000074");
        tenant.sendText("4915100000074", "words for a number that is not there");
        refusals();
    }

    private static void refusals() {
        Http anonymous = product.anonymous();
        anonymous.post("/auth/login/", Map.of("username", "root", "password", "wrong but still a secret"));
        anonymous
                .with("X-Api-Key", "wsk_0123456789AB_not-a-key-but-close-to-one")
                .get("/auth/me/");
        anonymous
                .with("Authorization", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.")
                .get("/auth/me/");
        anonymous.postRaw(
                "/auth/login/", "application/json", "{\"username\": \"x\", \"password\": \"broken json secret");
        product.admin().post("/users/", Map.of("username", "no spaces here", "password", "a refused password"));
    }

    @Test
    void noLogHoldsASecret() {
        List<String> leaks = product.logs().entrySet().stream()
                .flatMap(log -> log.getValue().stream()
                        .filter(line -> !Secrets.in(line).isEmpty())
                        // The line itself would bring the secret into this test's log.
                        .map(line -> log.getKey() + ": " + Secrets.in(line) + " in a line that begins with "
                                + line.substring(0, Math.min(60, line.length()))))
                .toList();

        assertThat(leaks).isEmpty();
    }

    @Test
    void theTestKnowsTheSecretsAndTheLogs() {
        assertThat(Secrets.kinds())
                .contains("password", "access", "key", "qrPayload", "message", "caption", "recipient", "phone");
        assertThat(Secrets.in("to " + FRIEND)).contains("recipient");
        assertThat(product.logs()).containsKeys("api.log", "worker.log", "simulator.log", "postgres.log");
        assertThat(product.logs().get("api.log")).anyMatch(line -> line.contains("is connected"));
        assertThat(product.logs().get("worker.log")).isNotEmpty();
    }
}

package io.sanasend.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sanasend.endtoend.testing.Product;
import io.sanasend.endtoend.testing.Tenant;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Prints how long the steps take that a person or a caller waits for. Times vary, so none is asserted. */
@ExtendWith(Product.Provider.class)
class LatencyIT {

    private static final int MESSAGES = 50;

    @Test
    void reportsHowLongAQrCodeALinkAndASendTake(Product product) {
        Tenant tenant = product.newTenant();

        long asked = System.nanoTime();
        JsonNode session = tenant.startSession();
        long shown = System.nanoTime();
        product.phones().scan(session.path("qrPayload").asText(), "4915100000041");
        tenant.awaitStatus("connected");
        long connected = System.nanoTime();
        tenant.sendText("4915100000099", "warm").ok();
        long[] sends = new long[MESSAGES];
        for (int i = 0; i < MESSAGES; i++) {
            long begun = System.nanoTime();
            assertThat(tenant.sendText("4915100000099", "message " + i).status())
                    .isEqualTo(200);
            sends[i] = System.nanoTime() - begun;
        }
        Arrays.sort(sends);

        say("init to QR code", shown - asked);
        say("scan to connected", connected - shown);
        say("send text, p50 of " + MESSAGES, sends[MESSAGES / 2]);
        say("send text, p95 of " + MESSAGES, sends[MESSAGES * 95 / 100]);
    }

    private static void say(String what, long nanos) {
        System.out.printf("  %-24s %d ms%n", what, Duration.ofNanos(nanos).toMillis());
    }
}

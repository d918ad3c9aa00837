package io.sanasend.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sanasend.endtoend.testing.Http;
import io.sanasend.endtoend.testing.Product;
import io.sanasend.endtoend.testing.Tenant;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The ways to link a number, watched live; and groups, which a linked number can write to. */
@ExtendWith(Product.Provider.class)
class LinkingIT {

    private static final String ANNA = "4915100000098";
    private static final String BEN = "4915100000099";
    private static final String GROUP = "120363000000000042@g.us";

    @Test
    void linksANumberByACodeThatIsTypedOnItsPhone(Product product) {
        Tenant tenant = product.newTenant();
        String id = tenant.startSession().path("id").asText();

        Http.Reply reply = tenant.api()
                .post("/sessions/" + id + "/pairing-code/", Map.of("phone", "+49 151 00000041"))
                .ok();
        product.phones().typeCode("4915100000041", reply.data().path("code").asText());

        tenant.awaitStatus("connected");
        assertThat(tenant.status().path("phoneNumber").asText()).isEqualTo("4915100000041");
        assertThat(tenant.api()
                        .post("/sessions/" + id + "/pairing-code/", Map.of("phone", "+49 151 00000041"))
                        .status())
                .isEqualTo(409);
        tenant.sendText(BEN, "linked by a code").ok();
    }

    @Test
    void showsLiveHowANumberIsLinked(Product product) throws IOException, InterruptedException {
        Tenant tenant = product.newTenant();
        JsonNode session = tenant.startSession();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                tenant.api().base() + "/sessions/" + session.path("id").asText() + "/events/"));
        tenant.api().headers().forEach(request::header);

        try (HttpClient client = HttpClient.newHttpClient()) {
            InputStream stream = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream())
                    .body();
            StringBuffer seen = new StringBuffer();
            Thread.startVirtualThread(() -> read(stream, seen));
            await().atMost(Duration.ofSeconds(20)).until(() -> seen.indexOf("event:qr\n") > 0);
            product.phones().scan(session.path("qrPayload").asText(), "4915100000042");

            await().atMost(Duration.ofSeconds(60)).until(() -> seen.indexOf("\"status\":\"connected\"") > 0);
            client.shutdownNow();
        }
    }

    @Test
    void sendsToTheMembersOfAGroup(Product product) {
        Tenant tenant = product.newTenant();
        product.phones().group(GROUP, "4915100000043", ANNA, BEN);
        tenant.link("4915100000043");

        JsonNode sent = tenant.sendText(GROUP, "to all of you").ok().data();
        JsonNode file = tenant.sendFile(
                        GROUP, "document", "all.txt", "for all".getBytes(StandardCharsets.UTF_8), Map.of())
                .ok()
                .data();

        for (String member : new String[] {ANNA, BEN}) {
            assertThat(product.phones().message(member, sent.path("messageId").asText()))
                    .hasValueSatisfying(message -> {
                        assertThat(message.path("body").asText()).isEqualTo("to all of you");
                        assertThat(message.path("chat").asText()).isEqualTo(GROUP);
                    });
            assertThat(product.phones().media(member, file.path("messageId").asText()))
                    .isEqualTo("for all".getBytes(StandardCharsets.UTF_8));
        }
        tenant.awaitMessage(sent.path("dbId").asLong(), "delivered");
    }

    private static void read(InputStream stream, StringBuffer seen) {
        byte[] buffer = new byte[8192];
        try {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                seen.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // The test is over, or what it waits for never comes.
            return;
        }
    }
}

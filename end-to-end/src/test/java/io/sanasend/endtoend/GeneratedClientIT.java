package io.sanasend.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.sanasend.client.ApiClient;
import io.sanasend.client.ApiException;
import io.sanasend.client.api.ApiKeysApi;
import io.sanasend.client.api.AuthenticationApi;
import io.sanasend.client.api.MessagesApi;
import io.sanasend.client.api.SessionsApi;
import io.sanasend.client.model.InitSession;
import io.sanasend.client.model.Login;
import io.sanasend.client.model.Message;
import io.sanasend.client.model.MessageStatus;
import io.sanasend.client.model.NewApiKey;
import io.sanasend.client.model.SentMessage;
import io.sanasend.client.model.Session;
import io.sanasend.client.model.SessionState;
import io.sanasend.client.model.TextMessage;
import io.sanasend.endtoend.testing.Product;
import io.sanasend.endtoend.testing.Product.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A client that was generated from the committed OpenAPI document does what the README does with curl. */
@ExtendWith(Product.Provider.class)
class GeneratedClientIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PHONE = "4915100000061";
    private static final String FRIEND = "4915100000062";

    @Test
    void doesWhatTheReadmeDoes(Product product, @TempDir Path files) throws ApiException, IOException {
        ApiClient keyed = withKey(product, keyOf(product, product.newUser()));
        link(product, new SessionsApi(keyed));
        MessagesApi messages = new MessagesApi(keyed);

        SentMessage text = messages.sendText(
                        new TextMessage().recipient("+49 151 0000 0062").message("Hello from a generated client"),
                        "generated-1",
                        null)
                .getData();
        SentMessage again = messages.sendText(
                        new TextMessage().recipient("+49 151 0000 0062").message("Hello from a generated client"),
                        "generated-1",
                        null)
                .getData();
        Path file = Files.writeString(files.resolve("agreed.txt"), "as agreed");
        SentMessage media = messages.sendMedia(
                        FRIEND, "document", file.toFile(), null, null, "As agreed", null, null, "order-1", null)
                .getData();

        assertThat(text.getStatus()).isEqualTo(MessageStatus.SENT);
        assertThat(again.getDbId()).isEqualTo(text.getDbId());
        assertThat(product.phones().message(FRIEND, text.getMessageId())).isPresent();
        assertThat(product.phones().media(FRIEND, media.getMessageId())).isEqualTo(Files.readAllBytes(file));
        List<Message> listed = messages.listMessages(null, null, null, 10, null, null, null, null, null, null, null)
                .getResults();
        assertThat(listed).extracting(Message::getId).containsExactly(media.getDbId(), text.getDbId());
        assertThat(messages.getMessage(text.getDbId()).getData().getHistory()).isNotEmpty();
    }

    @Test
    void tellsWhatWasRefused(Product product) throws ApiException {
        MessagesApi messages = new MessagesApi(withKey(product, keyOf(product, product.newUser())));
        TextMessage toNobody = new TextMessage().recipient("12").message("hi");

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> messages.sendText(toNobody, null, null))
                .satisfies(refusal -> {
                    assertThat(refusal.getCode()).isEqualTo(422);
                    assertThat(refusal.getResponseBody()).contains("VALIDATION_FAILED", "\"recipient\"");
                });
    }

    private static void link(Product product, SessionsApi sessions) throws ApiException {
        Session session =
                sessions.startSession(new InitSession().instanceName("Läden 店")).getData();
        product.phones().scan(session.getQrPayload(), PHONE);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sessions.getPrimarySessionStatus()
                                .getData()
                                .getSession()
                                .getStatus())
                        .isEqualTo(SessionState.CONNECTED));
    }

    private static String keyOf(Product product, Credentials user) throws ApiException {
        String access = new AuthenticationApi(client(product))
                .logIn(new Login().username(user.username()).password(user.password()))
                .getData()
                .getAccess();
        ApiClient loggedIn =
                client(product).setRequestInterceptor(request -> request.header("Authorization", "Bearer " + access));
        return new ApiKeysApi(loggedIn)
                .createApiKey(new NewApiKey().name("generated"))
                .getData()
                .getKey();
    }

    private static ApiClient withKey(Product product, String key) {
        return client(product).setRequestInterceptor(request -> request.header("X-Api-Key", key));
    }

    private static ApiClient client(Product product) {
        ApiClient client = new ApiClient();
        client.updateBaseUri(product.address());
        return client;
    }
}

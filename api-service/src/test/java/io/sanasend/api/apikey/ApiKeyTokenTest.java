package io.sanasend.api.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTokenTest {

    private final ApiKeyToken token = ApiKeyToken.generate(new Random(1));

    @Test
    void readsWhatItWrote() {
        assertThat(token.text()).matches("wsk_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}");
        assertThat(ApiKeyToken.parse(token.text())).contains(token);
    }

    @Test
    void noticesEveryWrongCharacter() {
        String text = token.text();
        for (int i = 0; i < text.length(); i++) {
            char wrong = text.charAt(i) == 'a' ? 'b' : 'a';
            String mistyped = text.substring(0, i) + wrong + text.substring(i + 1);

            assertThat(ApiKeyToken.parse(mistyped)).as("character %d", i).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wsk_", "wsk_short_x", "sk_000000000000_00000000000000000000000000000000000000"})
    void readsNothingElse(String text) {
        assertThat(ApiKeyToken.parse(text)).isEmpty();
    }

    @Test
    void doesNotShowItsSecret() {
        assertThat(token).asString().doesNotContain(token.secret());
    }
}

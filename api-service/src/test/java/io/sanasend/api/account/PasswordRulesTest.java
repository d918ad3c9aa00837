package io.sanasend.api.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordRulesTest {

    @ParameterizedTest
    @CsvSource({
        "correct horse, alice, true",
        "short12,       alice, false",
        "12345678901,   alice, false",
        "PassWord,      alice, false",
        "aaaaaaaaaaaa,  alice, false",
        "alice-is-here, Alice, false",
        "an album,      al,    true"
    })
    void refusesTheWorst(String password, String username, boolean fine) {
        assertThat(PasswordRules.brokenBy(password, username).isEmpty()).isEqualTo(fine);
    }
}

package io.sanasend.model.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientTest {

    @Test
    void knowsTheChatOfANumberAndOfAGroup() {
        assertThat(new Recipient("4915112345678").chatId()).isEqualTo("4915112345678@c.us");
        assertThat(new Recipient("120363041234567890@g.us").chatId()).isEqualTo("120363041234567890@g.us");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "+4915112345678", "015112345678", "49 151", "4915112345678@c.us", "1234567890123456", "@g.us"
            })
    void refusesWhatIsNotNormalised(String value) {
        assertThatThrownBy(() -> new Recipient(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void showsOnlyTheLastTwoDigitsInALog() {
        assertThat(new Recipient("4915112345678")).hasToString("…78");
    }
}

package io.sanasend.api.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.model.message.Recipient;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientsTest {

    @ParameterizedTest
    @CsvSource({
        "+4915112345678,       4915112345678",
        "4915112345678,        4915112345678",
        "004915112345678,      4915112345678",
        "+49 (1511) 2345-678,  4915112345678",
        "4915112345678@c.us,   4915112345678",
        "+1 415.555.2671,      14155552671",
        "+55 11 91234-5678,    5511912345678",
        "120363012345678901@g.us, 120363012345678901@g.us",
        "4915112345678-1600000000@g.us, 4915112345678-1600000000@g.us"
    })
    void normalisesWhatPeopleWrite(String text, String expected) {
        assertThat(new Recipients(config("")).parse(text)).contains(new Recipient(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "+",
                "12",
                "abc",
                "+999123456789",
                "0151 12345678",
                "+49",
                "1-800-FLOWERS",
                "x@g.us",
                "@g.us",
                "+4915112345678901234567890",
                "4915112345678@s.whatsapp.net",
                "+49151123+45678",
                "٠١٢٣"
            })
    void refusesWhatIsNoNumber(String text) {
        assertThat(new Recipients(config("")).parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0151 12345678, 4915112345678", "+1 415 555 2671, 14155552671", "447911123456, 447911123456"})
    void readsNationalNumbersOfTheDefaultRegion(String text, String expected) {
        assertThat(new Recipients(config("de")).parse(text)).contains(new Recipient(expected));
    }

    @Test
    void aGroupIsNoPhone() {
        Recipients recipients = new Recipients(config(""));

        assertThat(recipients.parsePhone("120363012345678901@g.us")).isEmpty();
        assertThat(recipients.parsePhone("+49 1511 2345678")).contains(new Recipient("4915112345678"));
    }

    private static RecipientConfig config(String region) {
        return () -> Optional.of(region).filter(name -> !name.isEmpty());
    }
}

package io.sanasend.simulator.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            4915112345678@c.us,           4915112345678@c.us
            4915112345678:5@c.us,         4915112345678@c.us
            4915112345678@s.whatsapp.net, 4915112345678@c.us
            4915112345678,                4915112345678@c.us
            120363000000000001@g.us,      120363000000000001@g.us
            4915112345678-1600000000@g.us, 4915112345678-1600000000@g.us
            """)
    void wellFormedAddressesAreRead(String text, String wid) {
        assertThat(Address.parse(text)).map(Address::wid).contains(wid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@c.us", "12@c.us", "abc@c.us", "0151123456@c.us", "1@lid", "x@g.us", "49151@example"})
    void everythingElseIsNot(String text) {
        assertThat(Address.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4915112345678", "1234567", "123456789012340", "4915112345000"})
    void lidLeadsBackToTheNumber(String digits) {
        Address.Person person = new Address.Person(PhoneNumber.parse(digits));

        assertThat(Address.parse(person.lid())).isEqualTo(Optional.of(person));
        assertThat(person.lid()).doesNotContain(digits);
    }

    @Test
    void numbersAreReadAsPeopleWriteThem() {
        assertThat(PhoneNumber.parse("+49 151-1234 5678").digits()).isEqualTo("4915112345678");
        assertThatThrownBy(() -> PhoneNumber.parse("not a number")).isInstanceOf(IllegalArgumentException.class);
    }
}

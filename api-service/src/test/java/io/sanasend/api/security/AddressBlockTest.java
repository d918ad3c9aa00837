package io.sanasend.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7,    203.0.113.7,        true",
        "203.0.113.7,    203.0.113.8,        false",
        "10.0.0.0/8,     10.255.1.2,         true",
        "10.0.0.0/8,     11.0.0.0,           false",
        "192.168.4.0/22, 192.168.7.255,      true",
        "192.168.4.0/22, 192.168.8.0,        false",
        "0.0.0.0/0,      198.51.100.1,       true",
        "0.0.0.0/0,      ::1,                false",
        "2001:db8::/32,  2001:db8:1::2,      true",
        "2001:db8::/32,  2001:db9::,         false",
        "127.0.0.1,      ::ffff:127.0.0.1,   true"
    })
    void knowsItsAddresses(String block, String address, boolean inside) {
        assertThat(AddressBlock.parse(block).contains(AddressBlock.address(address)))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "example.com",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "1.2.3",
                "::/129",
                "a"
            })
    void isNeverAName(String text) {
        assertThatThrownBy(() -> AddressBlock.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}

package io.sanasend.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

    @Test
    void isTheSocketWhateverACallerWrites() {
        assertThat(addressBehind(List.of(), "198.51.100.9", "203.0.113.7")).isEqualTo("198.51.100.9");
    }

    @Test
    void isWhatTheTrustedProxySaw() {
        assertThat(addressBehind(List.of("10.0.0.0/8"), "10.0.0.1", "203.0.113.7"))
                .isEqualTo("203.0.113.7");
    }

    @Test
    void isTheLastAddressThatIsNotAProxyOfOurs() {
        assertThat(addressBehind(List.of("10.0.0.0/8"), "10.0.0.1", "1.2.3.4, 203.0.113.7, 10.0.0.2"))
                .isEqualTo("203.0.113.7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example.com", "", " ", "1.2.3.4.5", "999.1.1.1", "1.2.3.4:80", "[2001:db8::1]", "::g"})
    void isTheProxyWhenTheHeaderIsNonsense(String header) {
        assertThat(addressBehind(List.of("10.0.0.0/8"), "10.0.0.1", header)).isEqualTo("10.0.0.1");
        assertThat(addressBehind(List.of("10.0.0.0/8"), "10.0.0.1", header + ", 10.0.0.2"))
                .isEqualTo("10.0.0.2");
    }

    @Test
    void isTheProxyWhenThereIsNoHeader() {
        assertThat(addressBehind(List.of("10.0.0.0/8"), "10.0.0.1")).isEqualTo("10.0.0.1");
    }

    @Test
    void readsSeveralHeadersAsOne() {
        assertThat(addressBehind(List.of("10.0.0.0/8"), "10.0.0.1", "198.51.100.1, 203.0.113.7", "10.0.0.2"))
                .isEqualTo("203.0.113.7");
    }

    @Test
    void knowsAnIpv4AddressInIpv6Clothes() {
        assertThat(addressBehind(List.of("10.0.0.0/8"), "::ffff:10.0.0.1", "::ffff:203.0.113.7"))
                .isEqualTo("203.0.113.7");
    }

    @Test
    void takesIpv6WithAndWithoutAZone() {
        assertThat(addressBehind(List.of("fe80::/10"), "fe80::1%1", "2001:db8::7"))
                .isEqualTo("2001:db8:0:0:0:0:0:7");
    }

    private static String addressBehind(List<String> proxies, String socket, String... headers) {
        MultiMap lines = MultiMap.caseInsensitiveMultiMap();
        for (String header : headers) {
            lines.add("x-forwarded-for", header);
        }
        HttpServerRequest request = (HttpServerRequest) Proxy.newProxyInstance(
                HttpServerRequest.class.getClassLoader(),
                new Class<?>[] {HttpServerRequest.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "remoteAddress" -> SocketAddress.inetSocketAddress(new InetSocketAddress(socket, 1));
                    case "headers" -> lines;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return new ClientAddress(Settings.behind(proxies)).of(request).getHostAddress();
    }
}

package io.sanasend.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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

    @Test
    void isTheProxyWhenTheHeaderIsNonsense() {
        assertThat(addressBehind(List.of("10.0.0.0/8"), "10.0.0.1", "evil.example.com"))
                .isEqualTo("10.0.0.1");
        assertThat(addressBehind(List.of("10.0.0.0/8"), "10.0.0.1", null)).isEqualTo("10.0.0.1");
    }

    private static String addressBehind(List<String> proxies, String socket, @Nullable String header) {
        return new ClientAddress(new Config(Optional.of(proxies)))
                .forwarded(AddressBlock.address(socket), header)
                .getHostAddress();
    }

    private record Config(Optional<List<String>> trustedProxies) implements SecurityConfig {

        @Override
        public String jwtSecret() {
            return "";
        }

        @Override
        public Duration accessTokenLife() {
            return Duration.ZERO;
        }

        @Override
        public int rememberedTokens() {
            return 1;
        }

        @Override
        public Duration refreshTokenLife() {
            return Duration.ZERO;
        }

        @Override
        public int loginAttemptsPerAccount() {
            return 1;
        }

        @Override
        public int loginAttemptsPerAddress() {
            return 1;
        }

        @Override
        public Duration loginWindow() {
            return Duration.ZERO;
        }
    }
}

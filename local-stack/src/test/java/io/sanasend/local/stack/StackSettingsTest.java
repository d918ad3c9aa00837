package io.sanasend.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StackSettingsTest {

    private static final Path ROOT = Path.of("/checkout");

    @Test
    void needsNoSettingAtAll() {
        StackSettings settings = StackSettings.from(Map.of(), ROOT);

        assertThat(settings.home()).isEqualTo(Path.of("/checkout/.sanasend"));
        assertThat(settings.ports()).isEqualTo(new Ports(8080, 8081, 3000, 8090));
        assertThat(settings.apiAddress()).isEqualTo("http://127.0.0.1:8080");
        assertThat(settings.usesSimulator()).isTrue();
    }

    @Test
    void listsEverythingThatIsWrongAtOnce() {
        Map<String, String> environment = Map.of(
                "SANASEND_API_PORT", "http",
                "SANASEND_WORKER_PORT", "70000",
                "SANASEND_WORKER_SECRET", "short",
                "SANASEND_ADMIN_PASSWORD", "1234567");

        assertThatThrownBy(() -> StackSettings.from(environment, ROOT))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContainingAll(
                        "SANASEND_API_PORT must be a port",
                        "SANASEND_WORKER_PORT must be a port",
                        "SANASEND_WORKER_SECRET must have at least 32",
                        "SANASEND_ADMIN_PASSWORD must have at least 8",
                        "SANASEND_ADMIN_USERNAME and SANASEND_ADMIN_PASSWORD");
    }

    @Test
    void refusesTwoServicesOnOnePort() {
        assertThatThrownBy(() -> StackSettings.from(Map.of("SANASEND_WORKER_PORT", "8080"), ROOT))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("must differ");
    }

    @Test
    void givesEachCopyPortsOfItsOwn() {
        StackSettings settings =
                StackSettings.from(Map.of("SANASEND_API_REPLICAS", "2", "SANASEND_WORKERS", "3"), ROOT);

        assertThat(settings.apiAddresses()).containsExactly("http://127.0.0.1:8080", "http://127.0.0.1:8180");
        assertThat(PortsInUse.needed(settings).keySet())
                .containsExactlyInAnyOrder(8080, 8081, 8180, 8181, 3000, 3100, 3200, 8090);
    }

    @Test
    void refusesCopiesThatHaveNoPorts() {
        assertThatThrownBy(() -> StackSettings.from(
                        Map.of(
                                "SANASEND_API_REPLICAS", "10",
                                "SANASEND_WORKERS", "2",
                                "SANASEND_WORKER_PORT", "7980"),
                        ROOT))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContainingAll("SANASEND_API_REPLICAS must be a number from 1 to 9", "must differ");
        assertThatThrownBy(() ->
                        StackSettings.from(Map.of("SANASEND_WORKERS", "2", "SANASEND_WORKER_PORT", "65500"), ROOT))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("must not be above 65535");
    }

    @Test
    void treatsAnEmptyVariableAsAbsent() {
        StackSettings settings = StackSettings.from(Map.of("SANASEND_DATABASE_URL", " "), ROOT);

        assertThat(settings.databaseUrl()).isEmpty();
    }

    @Test
    void startsNoSimulatorWhenTheRealWhatsAppIsWanted() {
        assertThat(StackSettings.from(Map.of("SANASEND_WHATSAPP_URL", "https://web.whatsapp.com"), ROOT)
                        .usesSimulator())
                .isFalse();
        assertThat(StackSettings.from(Map.of("SANASEND_WHATSAPP_URL", "http://127.0.0.1:8090/"), ROOT)
                        .usesSimulator())
                .isTrue();
    }

    @Test
    void staysOnThisMachineWhileDevelopingWhateverIsSet() {
        Map<String, String> environment = Map.of(
                "SANASEND_API_HOST", "0.0.0.0",
                "SANASEND_WHATSAPP_URL", "https://web.whatsapp.com",
                "SANASEND_DATABASE_URL", "jdbc:postgresql://db.example/sanasend",
                "SANASEND_REDIS_URL", "redis://redis.example",
                "SANASEND_API_PORT", "8088");

        StackSettings settings = StackSettings.forDevelopment(environment, ROOT);

        assertThat(settings.apiHost()).isEqualTo("127.0.0.1");
        assertThat(settings.apiAddress()).isEqualTo("http://127.0.0.1:8088");
        assertThat(settings.usesSimulator()).isTrue();
        assertThat(settings.databaseUrl()).isEmpty();
        assertThat(settings.redisUrl()).isEmpty();
    }

    @Test
    void keepsSecretsOutOfItsText() {
        String secret = "0123456789012345678901234567890123456789";

        assertThat(StackSettings.from(Map.of("SANASEND_API_KEY_PEPPER", secret), ROOT)
                        .toString())
                .doesNotContain(secret);
    }
}

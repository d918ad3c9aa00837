package io.sanasend.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SimulatorConfigTest {

    @Test
    void listensOnLoopbackAndKeepsNothingByDefault() {
        SimulatorConfig config = SimulatorConfig.from(Map.of());

        assertThat(config).isEqualTo(new SimulatorConfig("127.0.0.1", 8090, Optional.empty()));
    }

    @Test
    void environmentOverridesTheDefaults() {
        SimulatorConfig config = SimulatorConfig.from(Map.of(
                "SANASEND_SIMULATOR_HOST", "0.0.0.0",
                "SANASEND_SIMULATOR_PORT", "0",
                "SANASEND_SIMULATOR_DATA", "data"));

        assertThat(config).isEqualTo(new SimulatorConfig("0.0.0.0", 0, Optional.of(Path.of("data"))));
    }

    @Test
    void allErrorsAreNamedAtOnce() {
        Map<String, String> wrong = Map.of("SANASEND_SIMULATOR_HOST", " ", "SANASEND_SIMULATOR_PORT", "70000");

        assertThatThrownBy(() -> SimulatorConfig.from(wrong))
                .isInstanceOfSatisfying(
                        SimulatorConfig.Invalid.class,
                        invalid -> assertThat(invalid.errors())
                                .hasSize(2)
                                .anyMatch(error -> error.contains("SANASEND_SIMULATOR_HOST"))
                                .anyMatch(error -> error.contains("SANASEND_SIMULATOR_PORT")));
    }
}

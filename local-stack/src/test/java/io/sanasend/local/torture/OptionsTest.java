package io.sanasend.local.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sanasend.local.stack.Replicas;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void takesWhatIsGivenAndTheUsualForTheRest() {
        Options options = Options.parse(
                List.of("--short", "--seed", "42", "--apis", "1", "--workers", "3", "--kills", "0", "--quiet", "9"), 7);

        assertThat(options).isEqualTo(new Options(42, 0, 80, 2, 2, 3, new Replicas(1, 3), Duration.ofMinutes(9)));
        assertThat(Options.parse(List.of(), 7)).isEqualTo(Options.usual(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--apis 10", "--apis 0", "--rate fast", "--seed", "--kills -1", "--sead 1", "--tenants 9"})
    void refusesWhatMakesNoSense(String arguments) {
        assertThatThrownBy(() -> Options.parse(List.of(arguments.split(" ")), 7))
                .isInstanceOf(TortureFailed.class);
    }
}

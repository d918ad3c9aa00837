package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, PT2M",
        "PT2M, PT10M",
        "PT9M59S, PT10M",
        "PT10M, PT1H",
        "PT1H, PT6H",
        "PT7H, PT24H",
        "PT24H,",
        "P8D,"
    })
    void isTheFirstBeyondTheAge(Duration age, @Nullable Duration next) {
        assertThat(Stage.after(age).orElse(null)).isEqualTo(next);
    }
}

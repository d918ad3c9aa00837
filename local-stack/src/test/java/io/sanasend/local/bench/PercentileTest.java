package io.sanasend.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentileTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            1,   10
            50,  50
            51,  60
            95,  100
            100, 100
            """)
    void isTheNearestRank(int percent, long expected) {
        assertThat(Percentile.of(List.of(100L, 20L, 30L, 40L, 50L, 60L, 70L, 80L, 90L, 10L), percent))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1", "50", "95"})
    void isTheOnlyValueThereIs(int percent) {
        assertThat(Percentile.of(List.of(7L), percent)).isEqualTo(7);
    }
}

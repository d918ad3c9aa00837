package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferenceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                        | 10
            wait=3                    | 3
            Wait=0                    | 0
            wait=300                  | 30
            return=minimal, wait=4    | 4
            respond-async             | 0
            wait=20, respond-async    | 0
            """)
    void isTheTimeToWait(String header, int seconds) {
        Duration wait = Preference.waitOf(List.of(header), Duration.ofSeconds(10), Duration.ofSeconds(30));

        assertThat(wait).hasSeconds(seconds);
    }
}

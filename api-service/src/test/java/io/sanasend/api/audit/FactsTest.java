package io.sanasend.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsTest {

    @Test
    void haveTheSameJsonInWhateverOrderTheyCame() {
        Facts one = Facts.NONE.with("b", 2).with("a", Set.of("y", "x")).with("c", null);
        Facts other = Facts.NONE.with("c", null).with("a", List.of("x", "y")).with("b", 2);

        assertThat(one.toJson()).isEqualTo("{\"a\":[\"x\",\"y\"],\"b\":2,\"c\":null}");
        assertThat(other.toJson()).isEqualTo(one.toJson());
        assertThat(Facts.read(one.toJson())).containsEntry("b", 2).containsEntry("c", null);
        assertThat(Facts.NONE.toJson()).isNull();
    }

    @Test
    void tellTimesAsText() {
        assertThat(Facts.NONE
                        .with("at", Instant.EPOCH)
                        .with("for", Duration.ofSeconds(3))
                        .toJson())
                .isEqualTo("{\"at\":\"1970-01-01T00:00:00Z\",\"for\":\"PT3S\"}");
    }

    @Test
    void compareWhatIsHiddenAndDoNotShowIt() {
        Facts before = Facts.NONE.withHidden("email", "a@example.com").with("x", 1);
        Facts after = Facts.NONE.withHidden("email", "b@example.com").with("x", 1);

        assertThat(after.differingFrom(before).toJson()).isEqualTo("{\"email\":\"(hidden)\"}");
        assertThat(after.differingFrom(after).isEmpty()).isTrue();
        assertThat(after.toString()).doesNotContain("example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "+4915112345678, …78",
        "Shop +49 1511 234 56 78 (main), Shop …78 (main)",
        "0151-12345678, …78",
        "Desk 12, Desk 12",
        "2026, 2026",
        "A1B2C3D4E5F6G7, A1B2C3D4E5F6G7"
    })
    void coverLongNumbersInWhatPeopleWrite(String text, String shown) {
        assertThat(Facts.NONE.withText("name", text).toJson()).isEqualTo("{\"name\":\"" + shown + "\"}");
    }

    @Test
    void cutLongTextWithoutCuttingACharacter() {
        String json = Facts.NONE.withText("name", "\uD83D\uDE80".repeat(300)).toJson();

        assertThat(json).isEqualTo("{\"name\":\"" + "\uD83D\uDE80".repeat(200) + "\"}");
    }
}

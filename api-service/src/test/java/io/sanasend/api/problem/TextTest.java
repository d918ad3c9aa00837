package io.sanasend.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextTest {

    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();

    private record OneLine(@Text(min = 1, max = 3) @Nullable String text) {}

    private record Lines(@Text(max = 3, multiline = true) String text) {}

    @Test
    void countsCodePoints() {
        assertThat(isValid(new OneLine("🎉🎉🎉"))).isTrue();
        assertThat(isValid(new OneLine("abcd"))).isFalse();
        assertThat(isValid(new OneLine(""))).isFalse();
    }

    @Test
    void leavesAbsenceToOthers() {
        assertThat(isValid(new OneLine(null))).isTrue();
    }

    @Test
    void refusesWhatCannotBeStored() {
        for (String text : List.of("\0", "\ud83c", "\udf89a")) {
            assertThat(isValid(new OneLine(text))).isFalse();
            assertThat(isValid(new Lines(text))).isFalse();
        }
    }

    @Test
    void takesLineBreaksOnlyWhereTheyAreExpected() {
        assertThat(isValid(new OneLine("a\n"))).isFalse();
        assertThat(isValid(new Lines("a\n"))).isTrue();
    }

    private static boolean isValid(Object value) {
        return VALIDATOR.validate(value).isEmpty();
    }
}

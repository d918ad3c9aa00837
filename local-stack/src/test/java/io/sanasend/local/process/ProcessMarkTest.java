package io.sanasend.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessMarkTest {

    private final ProcessHandle self = ProcessHandle.current();

    @Test
    void findsTheProcessAgainAfterItWasWrittenAndRead() {
        ProcessMark mark = ProcessMark.of(self).orElseThrow();

        assertThat(ProcessMark.parse(mark.toString()).flatMap(ProcessMark::find))
                .hasValueSatisfying(found -> assertThat(found.pid()).isEqualTo(self.pid()));
    }

    @Test
    void doesNotTakeAnotherProcessWithTheSameNumberForIt() {
        ProcessMark earlier = new ProcessMark(self.pid(), "1@an-earlier-boot");

        assertThat(earlier.find()).isEmpty();
    }

    @Test
    void refusesTextThatIsNoMark() {
        assertThat(ProcessMark.parse("")).isEmpty();
        assertThat(ProcessMark.parse("abc def")).isEmpty();
        assertThat(ProcessMark.parse("12")).isEmpty();
    }
}

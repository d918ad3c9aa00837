package io.sanasend.api.apilog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CopyTextTest {

    @Test
    void keepsRowsAndColumnsApartWhateverTheyHold() {
        CopyText text = new CopyText();

        text.add(7).add("a\tb\\N\r\nc\0d").add(null).add("ü").endRow();
        text.add(8).endRow();

        assertThat(new String(text.bytes(), StandardCharsets.UTF_8)).isEqualTo("7\ta\\tb\\\\N\\r\\ncd\t\\N\tü\n8\n");
    }
}

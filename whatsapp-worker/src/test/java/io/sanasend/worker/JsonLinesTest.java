package io.sanasend.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class JsonLinesTest {

    @Test
    void aRecordIsOneLineWithItsExceptionAsText() throws JsonProcessingException {
        var line = new LogRecord(Level.WARNING, "first \"line\"\nsecond {0}");
        line.setParameters(new Object[] {7});
        line.setLoggerName("io.sanasend.Test");
        line.setInstant(Instant.parse("2026-01-01T00:00:00Z"));
        line.setThrown(new IllegalStateException("broken", new IOException("disk")));

        String text = new JsonLines().format(line);

        assertThat(text).endsWith("}\n").containsOnlyOnce("\n");
        JsonNode members = new ObjectMapper().readTree(text);
        assertThat(members.path("timestamp").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(members.path("level").asText()).isEqualTo("WARN");
        assertThat(members.path("logger").asText()).isEqualTo("io.sanasend.Test");
        assertThat(members.path("message").asText()).isEqualTo("first \"line\"\nsecond 7");
        assertThat(members.path("exception").asText())
                .startsWith("java.lang.IllegalStateException: broken")
                .contains("\tat ", "Caused by: java.io.IOException: disk");
    }
}

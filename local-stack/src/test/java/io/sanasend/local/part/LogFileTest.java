package io.sanasend.local.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

    @TempDir
    Path directory;

    private LogFile log;

    @BeforeEach
    void create() {
        log = new LogFile(directory.resolve("api.log"), 10, 2);
    }

    @Test
    void keepsTheOldOnesInOrderAndNoMoreThanToldTo() throws IOException {
        for (String run : new String[] {"first", "second", "third", "fourth"}) {
            log.rotate();
            Files.writeString(log.path(), run);
        }

        assertThat(directory).isDirectoryContaining("glob:**api.log");
        assertThat(directory.resolve("api.1.log")).hasContent("third");
        assertThat(directory.resolve("api.2.log")).hasContent("second");
        assertThat(directory.resolve("api.3.log")).doesNotExist();
    }

    @Test
    void startsATooLargeFileAnewUnderItsWriter() throws IOException {
        try (OutputStream writer =
                Files.newOutputStream(log.path(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            writer.write("more than ten bytes".getBytes(StandardCharsets.UTF_8));

            log.limit();
            writer.write("after".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(log.path()).hasContent("after");
        assertThat(directory.resolve("api.1.log")).hasContent("more than ten bytes");
    }

    @Test
    void leavesASmallFileAlone() throws IOException {
        Files.writeString(log.path(), "small");

        log.limit();

        assertThat(log.path()).hasContent("small");
    }

    @Test
    void showsTheLastLines() throws IOException {
        Files.writeString(log.path(), "one\ntwo\nthree\n");

        assertThat(log.tail(2)).containsExactly("two", "three");
        assertThat(LogFile.at(directory.resolve("none.log")).tail(2)).isEmpty();
    }
}

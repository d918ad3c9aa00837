package io.sanasend.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file below {@code docs} that is made from the code. {@code scripts/api-docs} makes it anew. */
public record WrittenDocument(String name) {

    public String text() {
        try {
            return Files.readString(file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compares it with what the code makes of it; with the property {@code docs.write} it is written instead. */
    public void mustBe(String made) {
        if (Boolean.getBoolean("docs.write")) {
            write(made);
        }
        assertThat(text())
                .as("docs/%s is not what the code makes of it; run scripts/api-docs and look at the difference", name)
                .isEqualTo(made);
    }

    private void write(String made) {
        try {
            Files.writeString(file(), made);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file() {
        return Path.of("..", "docs", name);
    }
}

package io.sanasend.simulator.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaFilesTest {

    @TempDir
    Path directory;

    private StoredFile keep(MediaFiles files, String text) throws IOException {
        return files.keep(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void keptFileHasItsSizeAndItsHash() throws IOException {
        MediaFiles files = new MediaFiles(directory);

        StoredFile file = keep(files, "abc");

        assertThat(file.size()).isEqualTo(3);
        assertThat(file.sha256Hex()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(files.find(file.id()))
                .get()
                .satisfies(path -> assertThat(path).hasContent("abc"));
    }

    @Test
    void idsThatAreNoIdsFindNothing() {
        MediaFiles files = new MediaFiles(directory);

        assertThat(files.find("../../etc/passwd")).isEmpty();
        assertThat(files.find("")).isEmpty();
    }

    @Test
    void brokenUploadLeavesNothing() throws IOException {
        MediaFiles files = new MediaFiles(directory);
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the connection is gone");
            }
        };

        assertThatThrownBy(() -> files.keep(broken)).isInstanceOf(IOException.class);

        try (var left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void uploadsThatNoMessageClaimsMakeRoom() throws IOException {
        MediaFiles files = new MediaFiles(directory);
        StoredFile claimed = keep(files, "claimed");
        files.claim(claimed);
        StoredFile first = keep(files, "first");
        for (int i = 0; i < 100; i++) {
            keep(files, "other");
        }

        assertThat(files.find(claimed.id())).isPresent();
        assertThat(files.find(first.id())).isEmpty();
        assertThat(files.uploaded(claimed.id())).isEmpty();
    }

    @Test
    void filesOfNoMessageAreGoneAfterARestart() throws IOException {
        MediaFiles before = new MediaFiles(directory);
        StoredFile known = keep(before, "known");
        StoredFile forgotten = keep(before, "forgotten");
        MediaFiles after = new MediaFiles(directory);

        after.retainOnly(List.of(known));

        assertThat(after.find(known.id())).isPresent();
        assertThat(after.find(forgotten.id())).isEmpty();
    }
}

package io.sanasend.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sanasend.worker.browser.BrowserUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path parent;

    @Test
    void isMadeForItsOwnerAlone() throws IOException {
        try (var data = DataDirectory.open(parent.resolve("a/b"))) {
            assertThat(data.sessions()).isDirectory();
            assertThat(data.uploads()).isEmptyDirectory();
            for (Path made : new Path[] {data.root(), data.sessions(), data.uploads()}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                        .isEqualTo("rwx------");
            }
        }
    }

    @Test
    void isNamedByItsRealPath() throws IOException {
        Path real = Files.createDirectory(parent.resolve("real"));
        Path link = Files.createSymbolicLink(parent.resolve("link"), real);

        try (var data = DataDirectory.open(link)) {
            assertThat(data.root()).isEqualTo(real.toRealPath());
        }
    }

    @Test
    void aSecondWorkerIsRefused() {
        try (var data = DataDirectory.open(parent)) {
            assertThatThrownBy(() -> DataDirectory.open(parent))
                    .isInstanceOf(BrowserUnavailable.class)
                    .hasMessageContaining("another worker runs on " + data.root());
        }
    }

    @Test
    void isFreeAgainOnceItIsClosed() {
        DataDirectory.open(parent).close();

        DataDirectory.open(parent).close();
    }

    @Test
    void uploadsOfAFormerWorkerAreRemovedButNotTheProfiles() throws IOException {
        try (var former = DataDirectory.open(parent)) {
            Files.writeString(former.uploads().resolve("upload-1"), "left over");
            Files.createDirectories(former.sessions().resolve("u1/profile"));
        }

        try (var data = DataDirectory.open(parent)) {
            assertThat(data.uploads()).isEmptyDirectory();
            assertThat(data.sessions().resolve("u1/profile")).isDirectory();
        }
    }
}

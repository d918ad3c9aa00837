package io.sanasend.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sanasend.worker.browser.BrowserUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {

    @TempDir
    Path parent;

    private static DataDirectory open(Path directory) {
        return DataDirectory.open(directory, directory.resolve("sessions"));
    }

    @Test
    void isMadeForItsOwnerAlone() throws IOException {
        try (var data = open(parent.resolve("a/b"))) {
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

        try (var data = open(link)) {
            assertThat(data.root()).isEqualTo(real.toRealPath());
        }
    }

    @Test
    void aSecondWorkerIsRefused() {
        try (var data = open(parent)) {
            assertThatThrownBy(() -> open(parent))
                    .isInstanceOf(BrowserUnavailable.class)
                    .hasMessageContaining("another worker runs on " + data.root());
        }
    }

    @Test
    void isFreeAgainOnceItIsClosed() {
        open(parent).close();

        open(parent).close();
    }

    @Test
    void uploadsOfAFormerWorkerAreRemovedButNotTheProfiles() throws IOException {
        try (var former = open(parent)) {
            Files.writeString(former.uploads().resolve("upload-1"), "left over");
            Files.createDirectories(former.sessions().resolve("u1/profile"));
        }

        try (var data = open(parent)) {
            assertThat(data.uploads()).isEmptyDirectory();
            assertThat(data.sessions().resolve("u1/profile")).isDirectory();
        }
    }

    @Test
    void namesAreMadeOnceAndKept() throws IOException {
        String worker;
        String place;
        try (var data = open(parent)) {
            worker = data.workerId(new Random(1));
            place = data.placeId(new Random(2));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(parent.resolve("worker-id"))))
                    .isEqualTo("rw-------");
        }

        try (var data = open(parent)) {
            assertThat(data.workerId(new Random(3))).isEqualTo(worker).hasSize(16);
            assertThat(data.placeId(new Random(4))).isEqualTo(place).isNotEqualTo(worker);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123", "not a name of ours"})
    void aNameThatWasCutOffIsMadeAnew(String content) throws IOException {
        try (var data = open(parent)) {
            Files.writeString(parent.resolve("worker-id"), content);

            String made = data.workerId(new Random(1));

            assertThat(made).hasSize(16);
            assertThat(data.workerId(new Random(2))).isEqualTo(made);
        }
    }

    @Test
    void workersThatShareAPlaceOfProfilesReadTheSameNameOfIt() {
        Path shared = parent.resolve("shared");
        try (var one = DataDirectory.open(parent.resolve("one"), shared);
                var two = DataDirectory.open(parent.resolve("two"), shared)) {
            assertThat(one.placeId(new Random(1))).isEqualTo(two.placeId(new Random(2)));
            assertThat(one.workerId(new Random(1))).isNotEqualTo(two.workerId(new Random(2)));
            assertThat(one.sessions()).isEqualTo(two.sessions());
        }
    }
}

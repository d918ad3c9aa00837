package io.sanasend.worker.browser;

import static io.sanasend.worker.testing.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileDirectoryTest {

    private static final Instant LINKED = Instant.parse("2026-01-01T12:00:00.125Z");

    @TempDir
    Path parent;

    private ProfileDirectory profile;

    @BeforeEach
    void name() {
        profile = new ProfileDirectory(parent.resolve("u1"));
    }

    @Test
    void isNotThereUntilItIsMade() {
        assertThat(profile.exists()).isFalse();
        assertThat(profile.isLinked()).isFalse();
    }

    @Test
    void isMadeForItsOwnerAlone() throws IOException {
        profile.create();
        profile.create();

        for (Path made : List.of(profile.root(), profile.userData(), profile.uploads())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void remembersThatItIsLinked() {
        profile.create();
        profile.markLinked(LINKED);
        profile.markLinked(LINKED.plusNanos(999_999));

        assertThat(new ProfileDirectory(profile.root()).isLinked()).isTrue();
        assertThat(new ProfileDirectory(profile.root()).linkedAt()).isEqualTo(LINKED);
    }

    @Test
    void aMarkerWithoutATimeIsAsOldAsItsFile() throws IOException {
        profile.create();
        Files.createFile(profile.root().resolve("linked"));
        Files.setLastModifiedTime(profile.root().resolve("linked"), FileTime.from(LINKED.plusNanos(5)));

        assertThat(profile.isLinked()).isTrue();
        assertThat(profile.linkedAt()).isEqualTo(LINKED);
    }

    @Test
    void forgetsTheLink() {
        profile.create();
        profile.markLinked(LINKED);
        profile.markUnlinked();
        profile.markUnlinked();

        assertThat(profile.isLinked()).isFalse();
        assertThat(profile.linkedAt()).isNull();
    }

    @Test
    void isErasedWithAllThatIsInIt() throws IOException {
        profile.create();
        profile.markLinked(LINKED);
        Files.createDirectories(profile.userData().resolve("Default/IndexedDB"));
        Files.writeString(profile.userData().resolve("Default/IndexedDB/1"), "x");
        Files.createSymbolicLink(profile.userData().resolve("SingletonLock"), Path.of("host-1234"));

        profile.erase();

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void whatALinkInItPointsToIsNotErased() throws IOException {
        Path foreign = Files.createDirectory(parent.resolve("foreign"));
        Files.writeString(foreign.resolve("file"), "keep");
        profile.create();
        Files.createSymbolicLink(profile.userData().resolve("link"), foreign);

        profile.erase();

        assertThat(foreign.resolve("file")).hasContent("keep");
    }

    @Test
    void anErasureOfNothingIsFine() {
        profile.erase();

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void locksThatADeadBrowserLeftAreRemovedAndNothingElse() throws IOException {
        profile.create();
        for (String lock : List.of("SingletonLock", "SingletonCookie", "SingletonSocket")) {
            Files.createSymbolicLink(profile.userData().resolve(lock), Path.of("gone"));
        }
        Files.writeString(profile.userData().resolve("DevToolsActivePort"), "1");
        Files.writeString(profile.userData().resolve("Local State"), "{}");

        profile.unlock();

        assertThat(profile.userData()).isDirectoryNotContaining("glob:**{Singleton*,DevToolsActivePort}");
        assertThat(profile.userData().resolve("Local State")).exists();
    }

    @Test
    void aProfileThatABrowserHoldsIsNotUnlocked() throws IOException {
        profile.create();
        Path lock = profile.userData().resolve("DevToolsActivePort");
        ProcessGroup browser = ProcessGroup.start(
                List.of("sh", "-c", "sleep 1000; true", "--user-data-dir=" + profile.userData()),
                Map.of(),
                profile.log());
        try {
            soon(() -> ProcessTable.matching(entry -> entry.group() == browser.id())
                            .size()
                    == 2);
            Files.writeString(lock, "1");

            assertThatThrownBy(profile::unlock).isInstanceOf(BrowserUnavailable.class);
            assertThat(lock).exists();
        } finally {
            browser.kill();
        }
    }
}

package io.sanasend.local.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateDirectoryTest {

    @TempDir
    Path parent;

    @Test
    void canBeReadByItsOwnerOnly() throws IOException {
        PrivateDirectory directory = new PrivateDirectory(parent.resolve("new/deep"));
        directory.write("secret", "text");

        assertThat(mode(directory.path())).isEqualTo("rwx------");
        assertThat(mode(directory.file("secret"))).isEqualTo("rw-------");
        assertThat(mode(directory.directory("inner").path())).isEqualTo("rwx------");
    }

    @Test
    void closesADirectoryThatWasOpenToOthers() throws IOException {
        Path open = Files.createDirectory(
                parent.resolve("open"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

        new PrivateDirectory(open);

        assertThat(mode(open)).isEqualTo("rwx------");
    }

    @Test
    void keepsWhatItCreatedTheFirstTime() {
        PrivateDirectory directory = new PrivateDirectory(parent);

        String first = directory.readOrCreate("secret", new RandomSecret(new SecureRandom()));
        String second = directory.readOrCreate("secret", new RandomSecret(new SecureRandom()));

        assertThat(second).isEqualTo(first).matches("[A-Za-z0-9_-]{43}");
    }

    @Test
    void createsAgainWhatAnInterruptedWriterLeftEmpty() throws IOException {
        PrivateDirectory directory = new PrivateDirectory(parent);
        Files.createFile(directory.file("secret"));

        assertThat(directory.readOrCreate("secret", () -> "made")).isEqualTo("made");
    }

    @Test
    void writesOverTheRestOfAnInterruptedWrite() throws IOException {
        PrivateDirectory directory = new PrivateDirectory(parent);
        Files.writeString(directory.file(".secret.new"), "half");

        directory.write("secret", "whole");

        assertThat(directory.read("secret")).contains("whole");
    }

    @Test
    void knowsWhatIsNotThere() {
        assertThat(new PrivateDirectory(parent).read("nothing")).isEmpty();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

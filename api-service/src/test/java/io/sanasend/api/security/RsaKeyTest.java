package io.sanasend.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sanasend.api.testing.KeyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RsaKeyTest {

    @TempDir
    Path directory;

    @Test
    void readsBothHalvesFromThePrivateOne() {
        KeyPair pair = KeyFiles.pair("RSA", 2048);

        RsaKey key = RsaKey.read(KeyFiles.write(directory.resolve("key.pem"), pair.getPrivate()));

        assertThat(key.privateKey()).isEqualTo(pair.getPrivate());
        assertThat(key.publicKey()).isEqualTo(pair.getPublic());
        assertThat(key.id()).hasSize(43);
        assertThat(key).hasToString("RsaKey[" + key.id() + "]");
    }

    @Test
    void refusesAKeyThatIsTooSmall() {
        assertRefused(KeyFiles.rsa(directory.resolve("small.pem"), 1024), "1024 bits; at least 2048");
    }

    @Test
    void refusesAKeyOfAnotherKind() {
        Path file = KeyFiles.write(
                directory.resolve("ec.pem"), KeyFiles.pair("EC", 256).getPrivate());

        assertRefused(file, "not an RSA key");
    }

    @Test
    void refusesWhatIsNoKey() throws IOException {
        assertRefused(Files.writeString(directory.resolve("text"), "no key at all"), "no private key in PEM form");
        assertRefused(Files.createFile(directory.resolve("empty")), "no private key in PEM form");
        assertRefused(directory.resolve("not there"), "cannot be read");
        assertRefused(directory, "cannot be read");
    }

    private static void assertRefused(Path file, String reason) {
        assertThatThrownBy(() -> RsaKey.read(file))
                .isInstanceOf(UnusableKey.class)
                .hasMessageContaining(reason);
    }
}

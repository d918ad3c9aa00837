package io.sanasend.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.local.files.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackSecretsTest {

    @TempDir
    Path directory;

    private final AtomicInteger made = new AtomicInteger();
    private final Supplier<String> random =
            () -> "%02d-a-secret-of-more-than-thirty-two-characters".formatted(made.incrementAndGet());

    @Test
    void makesASecretOfItsOwnForEachPurposeAndKeepsIt() {
        StackSecrets first = secrets(Map.of());
        StackSecrets second = secrets(Map.of());

        assertThat(second).isEqualTo(first);
        assertThat(first.worker()).isNotEqualTo(first.apiKeyPepper());
    }

    @Test
    void storesThemWhereOnlyTheOwnerReads() throws IOException {
        secrets(Map.of());

        assertThat(mode("secrets")).isEqualTo("rwx------");
        for (String file : new String[] {
            "secrets/worker-secret", "secrets/jwt-key.pem", "secrets/api-key-pepper", "admin-credentials"
        }) {
            assertThat(mode(file)).as(file).isEqualTo("rw-------");
        }
    }

    @Test
    void usesAGivenSecretAndWritesItNowhere() {
        String given = "given-by-the-operator-in-the-environment";

        assertThat(secrets(Map.of("SANASEND_API_KEY_PEPPER", given)).apiKeyPepper())
                .isEqualTo(given);

        assertThat(directory.resolve("secrets/api-key-pepper")).doesNotExist();
    }

    @Test
    void makesTheSigningKeyOnce() throws Exception {
        Path file = secrets(Map.of()).jwtKey();
        String pem = Files.readString(file);

        assertThat(secrets(Map.of()).jwtKey()).isEqualTo(file).hasContent(pem);

        RSAPrivateKey key = (RSAPrivateKey) KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(
                        Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""))));
        assertThat(key.getModulus().bitLength()).isEqualTo(3072);
    }

    @Test
    void usesAGivenSigningKey() {
        assertThat(secrets(Map.of("SANASEND_JWT_KEY_FILE", "/keys/mine.pem")).jwtKey())
                .isEqualTo(Path.of("/keys/mine.pem"));
        assertThat(directory.resolve("secrets/jwt-key.pem")).doesNotExist();
    }

    @Test
    void writesTheAdminLoginInTwoLines() {
        AdminLogin admin = secrets(Map.of()).admin();

        assertThat(directory.resolve("admin-credentials"))
                .hasContent("username=admin\npassword=" + admin.password() + "\n");
        assertThat(admin.password()).hasSize(20);
        assertThat(AdminLogin.read(new PrivateDirectory(directory))).contains(admin);
    }

    @Test
    void keepsTheAdminOfTheFirstStartBecauseTheUserIsCreatedOnlyThen() {
        Map<String, String> given = Map.of("SANASEND_ADMIN_USERNAME", "boss", "SANASEND_ADMIN_PASSWORD", "open sesame");

        assertThat(secrets(given).admin()).isEqualTo(new AdminLogin("boss", "open sesame"));
        assertThat(secrets(Map.of()).admin()).isEqualTo(new AdminLogin("boss", "open sesame"));
    }

    @Test
    void keepsThemOutOfItsText() {
        StackSecrets secrets = secrets(Map.of());

        assertThat(secrets + " " + secrets.admin())
                .doesNotContain(
                        secrets.worker(),
                        secrets.apiKeyPepper(),
                        secrets.admin().password());
    }

    private StackSecrets secrets(Map<String, String> environment) {
        return StackSecrets.of(StackSettings.from(environment, directory), new PrivateDirectory(directory), random);
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name)));
    }
}

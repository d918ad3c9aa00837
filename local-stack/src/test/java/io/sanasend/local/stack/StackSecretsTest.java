package io.sanasend.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.local.files.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
        assertThat(first.worker()).isNotEqualTo(first.jwt());
        assertThat(first.jwt()).isNotEqualTo(first.apiKeyPepper());
    }

    @Test
    void storesThemWhereOnlyTheOwnerReads() throws IOException {
        secrets(Map.of());

        assertThat(mode("secrets")).isEqualTo("rwx------");
        for (String file : new String[] {
            "secrets/worker-secret", "secrets/jwt-secret", "secrets/api-key-pepper", "admin-credentials"
        }) {
            assertThat(mode(file)).as(file).isEqualTo("rw-------");
        }
    }

    @Test
    void usesAGivenSecretAndWritesItNowhere() {
        String given = "given-by-the-operator-in-the-environment";

        assertThat(secrets(Map.of("SANASEND_JWT_SECRET", given)).jwt()).isEqualTo(given);

        assertThat(directory.resolve("secrets/jwt-secret")).doesNotExist();
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
                .doesNotContain(secrets.jwt(), secrets.admin().password());
    }

    private StackSecrets secrets(Map<String, String> environment) {
        return StackSecrets.of(StackSettings.from(environment, directory), new PrivateDirectory(directory), random);
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name)));
    }
}

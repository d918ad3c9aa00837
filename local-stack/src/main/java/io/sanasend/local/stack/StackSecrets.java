package io.sanasend.local.stack;

import io.sanasend.local.files.PrivateDirectory;
import io.sanasend.local.files.RsaKeyPem;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The secrets of this stack: those given by the environment, else made at the first start and kept in files only the owner
 * can read.
 *
 * @param worker shared by api and worker
 * @param jwtKey file of the key that signs access tokens
 * @param apiKeyPepper mixed into the hashes of API keys
 * @param admin the first staff user
 */
public record StackSecrets(String worker, Path jwtKey, String apiKeyPepper, AdminLogin admin) {

    private static final String JWT_KEY = "jwt-key.pem";

    /** Reads or makes them. The admin's are in a file of their own, in a form people read. */
    static StackSecrets of(StackSettings settings, PrivateDirectory home, Supplier<String> random) {
        PrivateDirectory secrets = home.directory("secrets");
        return new StackSecrets(
                secret(settings, "SANASEND_WORKER_SECRET", secrets, "worker-secret", random),
                jwtKey(settings, secrets),
                secret(settings, "SANASEND_API_KEY_PEPPER", secrets, "api-key-pepper", random),
                AdminLogin.of(settings, home, random));
    }

    private static Path jwtKey(StackSettings settings, PrivateDirectory directory) {
        return settings.value("SANASEND_JWT_KEY_FILE").map(Path::of).orElseGet(() -> {
            directory.readOrCreate(JWT_KEY, new RsaKeyPem());
            return directory.file(JWT_KEY);
        });
    }

    private static String secret(
            StackSettings settings, String name, PrivateDirectory directory, String file, Supplier<String> random) {
        return settings.value(name).orElseGet(() -> directory.readOrCreate(file, random));
    }

    /** None of them. */
    @Override
    public String toString() {
        return "StackSecrets[…]";
    }
}

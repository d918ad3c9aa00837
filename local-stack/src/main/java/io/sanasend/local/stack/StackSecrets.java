package io.sanasend.local.stack;

import io.sanasend.local.files.PrivateDirectory;
import java.util.function.Supplier;

/**
 * The secrets of this stack: those given by the environment, else made at the first start and kept in files only the owner
 * can read.
 *
 * @param worker shared by api and worker
 * @param jwt signs log-ins
 * @param apiKeyPepper mixed into the hashes of API keys
 * @param admin the first staff user
 */
public record StackSecrets(String worker, String jwt, String apiKeyPepper, AdminLogin admin) {

    /** Reads or makes them. The admin's are in a file of their own, in a form people read. */
    static StackSecrets of(StackSettings settings, PrivateDirectory home, Supplier<String> random) {
        PrivateDirectory secrets = home.directory("secrets");
        return new StackSecrets(
                secret(settings, "SANASEND_WORKER_SECRET", secrets, "worker-secret", random),
                secret(settings, "SANASEND_JWT_SECRET", secrets, "jwt-secret", random),
                secret(settings, "SANASEND_API_KEY_PEPPER", secrets, "api-key-pepper", random),
                AdminLogin.of(settings, home, random));
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

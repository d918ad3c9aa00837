package io.sanasend.api.security;

import io.quarkus.runtime.Startup;
import io.sanasend.api.StartRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The key that signs access tokens, and those that did before: they verify until the last of their tokens has expired.
 * Read once, at the start, which is refused without a key.
 */
@Startup
@ApplicationScoped
public class SigningKeys {

    private final RsaKey current;
    private final Map<String, RSAPublicKey> verifying = new HashMap<>();

    public SigningKeys(SecurityConfig config) {
        this.current = read("SANASEND_JWT_KEY_FILE", config.jwtKeyFile());
        verifying.put(current.id(), current.publicKey());
        for (Path file : config.jwtRetiredKeyFiles().orElse(List.of())) {
            RsaKey retired = read("SANASEND_JWT_RETIRED_KEY_FILES: " + file, file);
            verifying.put(retired.id(), retired.publicKey());
        }
    }

    String currentId() {
        return current.id();
    }

    RSAPrivateKey current() {
        return current.privateKey();
    }

    /** The key of that id, if it is one of ours. */
    Optional<RSAPublicKey> byId(@Nullable String id) {
        return Optional.ofNullable(verifying.get(id));
    }

    private static RsaKey read(String setting, Path file) {
        try {
            return RsaKey.read(file);
        } catch (UnusableKey e) {
            throw new StartRefused(List.of(setting + " " + e.getMessage()));
        }
    }
}

package io.sanasend.local.redis;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Redis could not be started; the message says why and where its own words are. */
public final class RedisDidNotStart extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RedisDidNotStart(Path data, Path log, String reason, @Nullable Throwable cause) {
        super(
                "Redis did not start in " + data + ": " + reason + ". See " + log
                        + ". When the bundled binary does not run on this machine (it needs OpenSSL 3), install redis-server.",
                cause);
    }
}

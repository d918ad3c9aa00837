package io.sanasend.api.answer;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** How callers see the service. */
@ConfigMapping(prefix = "sanasend.web")
public interface WebConfig {

    /** The address callers know the service by, for links in answers; absent means the one each request names. */
    Optional<URI> publicUrl();
}

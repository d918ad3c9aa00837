package io.sanasend.api.answer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** How callers see the service. */
@ConfigMapping(prefix = "sanasend.web")
public interface WebConfig {

    /** The address callers know the service by, for links in answers; absent means the one each request names. */
    Optional<URI> publicUrl();

    /** Who may read the documentation and the OpenAPI document. */
    @WithDefault("public")
    DocsAccess docsAccess();

    /** Who may read the documentation. */
    enum DocsAccess {
        PUBLIC,
        STAFF
    }
}

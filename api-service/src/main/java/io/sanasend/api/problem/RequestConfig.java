package io.sanasend.api.problem;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;

/** How large a request may be. */
@ConfigMapping(prefix = "sanasend.requests")
public interface RequestConfig {

    /** An upload with its form fields; a little above the largest media limit. */
    MemorySize maxSize();
}

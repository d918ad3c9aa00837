package io.sanasend.api.problem;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How large a request may be. */
@ConfigMapping(prefix = "sanasend.requests")
public interface RequestConfig {

    /** An upload with its form fields; a little above the largest media limit. */
    MemorySize maxSize();

    /** Any other body: the largest holds one text of 5,000 code points, and JSON may escape each. */
    @WithDefault("1M")
    MemorySize maxJsonSize();
}

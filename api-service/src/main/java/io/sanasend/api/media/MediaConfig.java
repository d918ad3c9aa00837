package io.sanasend.api.media;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Files of messages. Sizes are binary: {@code 16M} is 16 MiB. */
@ConfigMapping(prefix = "sanasend.media")
public interface MediaConfig {

    /** Where files are kept; all replicas share it. */
    Path directory();

    @WithDefault("16M")
    MemorySize maxImage();

    @WithDefault("64M")
    MemorySize maxVideo();

    @WithDefault("16M")
    MemorySize maxAudio();

    @WithDefault("100M")
    MemorySize maxDocument();

    /** Free space below which the disk counts as degraded in the health answer. */
    @WithDefault("512M")
    MemorySize minFree();
}

package io.sanasend.api.media;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

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

    /** How long a file is kept after its message was sent, failed or was cancelled. Until then it is kept in any case. */
    @WithDefault("P30D")
    Duration retention();

    /** Files taken in at once, over all callers of one process. Each needs room on the disk while it is coming in. */
    @WithDefault("32")
    int maxUploads();

    /** Files taken in at once from one user, so that one cannot take all the places. */
    @WithDefault("8")
    int maxUploadsPerUser();

    /** Free space below which the disk counts as degraded in the health answer, and no file is taken in. */
    @WithDefault("512M")
    MemorySize minFree();
}

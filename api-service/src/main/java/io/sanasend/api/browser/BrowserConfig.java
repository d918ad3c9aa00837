package io.sanasend.api.browser;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Which pages may call the service from a browser, and how. */
@ConfigMapping(prefix = "sanasend.browser")
public interface BrowserConfig {

    /** Origins, exactly as a browser names them, whose pages may call the API. */
    Optional<List<String>> corsOrigins();

    /** How long browsers are to use https alone; absent for a service that is also reached by http. */
    Optional<Duration> hsts();
}

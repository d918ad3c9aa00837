package io.sanasend.api.recipient;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** How numbers are read. */
@ConfigMapping(prefix = "sanasend.recipients")
public interface RecipientConfig {

    /** Two-letter region of numbers without a country code; absent means that every number needs one. */
    Optional<String> defaultRegion();
}

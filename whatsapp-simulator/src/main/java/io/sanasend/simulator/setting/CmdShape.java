package io.sanasend.simulator.setting;

import com.fasterxml.jackson.annotation.JsonValue;

/** Which shape the page's {@code Cmd} has. */
public enum CmdShape {
    /** No {@code main_loaded} and {@code logout} events, no {@code refreshQR}, no {@code isMainLoaded}. */
    APRIL_2026("2026-04"),
    /** All four are there. */
    CLASSIC("classic");

    private final String wireName;

    CmdShape(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }
}

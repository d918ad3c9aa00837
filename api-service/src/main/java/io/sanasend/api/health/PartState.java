package io.sanasend.api.health;

import java.util.Locale;

/** How a part is, or all of them together. */
enum PartState {
    UP,
    /** It works, but not for everybody. */
    DEGRADED,
    DOWN;

    static PartState of(boolean up) {
        return up ? UP : DOWN;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.sanasend.worker.browser;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose a profile is.
 *
 * @param worker the name of the worker that hosts it
 * @param processes from where its browser can be seen; absent once the browser has ended with all its processes
 */
record ProfileOwner(String worker, @Nullable String processes) {

    /** From two lines of text; one that is damaged names nobody. */
    static ProfileOwner of(List<String> lines) {
        return new ProfileOwner(lines.isEmpty() ? "" : lines.getFirst(), lines.size() < 2 ? null : lines.get(1));
    }

    String text() {
        return worker + "\n" + (processes == null ? "" : processes + "\n");
    }

    ProfileOwner withoutProcesses() {
        return new ProfileOwner(worker, null);
    }
}

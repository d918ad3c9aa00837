package io.sanasend.worker.browser;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Looks into the page that runs on a profile, past the worker. */
public final class LivePage {

    private LivePage() {}

    /** When it was loaded; another time is another load. */
    public static String loadedAt(Path session) {
        try (DevTools page =
                DebuggerPort.find(new ProfileDirectory(session)).orElseThrow().connect()) {
            return page.evaluate("performance.timeOrigin", Duration.ofSeconds(10))
                    .asText();
        }
    }

    /** Processes on profiles in that directory. */
    public static List<Long> processes(Path directory) {
        return ProcessTable.ofDirectory(directory).stream()
                .map(ProcessTable.Entry::pid)
                .toList();
    }
}

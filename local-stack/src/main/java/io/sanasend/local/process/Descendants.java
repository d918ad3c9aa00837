package io.sanasend.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds processes that a killed service left behind further down, such as its browsers: by a variable only the stack's children
 * inherit, or by the directory on their command line that only they use.
 */
public final class Descendants {

    private Descendants() {}

    /** All processes whose environment has exactly that variable, or that have an argument as {@link #withArgumentIn} says. */
    public static List<ProcessHandle> of(String variable, String value, Path directory) {
        String entry = variable + "=" + value + "\0";
        return running(process ->
                ("\0" + proc(process, "environ") + "\0").contains("\0" + entry) || hasArgumentIn(process, directory));
    }

    /** All processes with an argument {@code --something=} that names something in that directory. */
    public static List<ProcessHandle> withArgumentIn(Path directory) {
        return running(process -> hasArgumentIn(process, directory));
    }

    private static List<ProcessHandle> running(Predicate<ProcessHandle> wanted) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(wanted)
                .filter(process -> !Ending.hasEnded(process))
                .toList();
    }

    private static boolean hasArgumentIn(ProcessHandle process, Path directory) {
        return ProcessArguments.of(process)
                .contains("=" + directory.toAbsolutePath().normalize() + "/");
    }

    /** Ends the processes; all are asked before the first is waited for. */
    public static void end(List<ProcessHandle> processes, Duration patience) {
        processes.forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + patience.toNanos();
        for (ProcessHandle process : processes) {
            Ending.end(process, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
    }

    private static String proc(ProcessHandle process, String file) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), file));
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            // Another user's, just ended, or a system without /proc.
            return "";
        }
    }
}

package io.sanasend.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Ends a process: asks first (SIGTERM), waits, and only then insists (SIGKILL). Blocks until it is gone. */
public final class Ending {

    private static final Duration AFTER_KILL = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private Ending() {}

    /**
     * Ends the process.
     *
     * @param patience how long an orderly end may take before it is killed
     * @return whether it is gone: false only when it survives being killed, which means it hangs in the kernel
     */
    public static boolean end(ProcessHandle process, Duration patience) {
        process.destroy();
        if (awaitExit(process, patience)) {
            return true;
        }
        process.destroyForcibly();
        return awaitExit(process, AFTER_KILL);
    }

    /** Waits for the end of a process; returns whether it has ended. Returns early when the thread is interrupted. */
    public static boolean awaitExit(ProcessHandle process, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!hasEnded(process)) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            try {
                Thread.sleep(BETWEEN_LOOKS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return hasEnded(process);
            }
        }
        return true;
    }

    /**
     * Whether it runs no more. A zombie counts as ended, though {@link ProcessHandle#isAlive()} says otherwise: orphans stay
     * zombies for ever in a container whose first process does not collect them.
     */
    public static boolean hasEnded(ProcessHandle process) {
        if (!process.isAlive()) {
            return true;
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException _) {
            // No /proc on this system, or it has ended just now: the handle knows.
            return !process.isAlive();
        }
    }
}

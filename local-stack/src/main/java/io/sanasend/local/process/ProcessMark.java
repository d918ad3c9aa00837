package io.sanasend.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one process for ever, where a bare process id names another one as soon as it is used again.
 *
 * @param pid the process id
 * @param started when it started: on Linux the kernel's own tick count and the boot it belongs to, which no change of the
 *     clock can shift; elsewhere the start time
 */
public record ProcessMark(long pid, String started) {

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,19}) (\\S+)");
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    /** Position of the start time in /proc/PID/stat, counted after the command's closing bracket: field 22 of proc(5). */
    private static final int START_TIME_AFTER_COMMAND = 20;

    /** The mark of a running process; empty when it has ended or its start cannot be read. */
    public static Optional<ProcessMark> of(ProcessHandle process) {
        return !Ending.hasEnded(process)
                ? start(process).map(started -> new ProcessMark(process.pid(), started))
                : Optional.empty();
    }

    /** Reads what {@link #toString()} wrote; empty when the text is something else. */
    public static Optional<ProcessMark> parse(String text) {
        Matcher matcher = WRITTEN.matcher(text.strip());
        return matcher.matches()
                ? Optional.of(new ProcessMark(Long.parseLong(matcher.group(1)), matcher.group(2)))
                : Optional.empty();
    }

    /** The process, if it still runs. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(found -> of(found).filter(this::equals).isPresent());
    }

    @Override
    public String toString() {
        return pid + " " + started;
    }

    private static Optional<String> start(ProcessHandle process) {
        Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        try {
            String line = Files.readString(stat);
            String[] fields = line.substring(line.lastIndexOf(')') + 1).strip().split(" ");
            String boot = Files.readString(BOOT_ID).strip();
            return Optional.of(fields[START_TIME_AFTER_COMMAND - 1] + "@" + boot);
        } catch (IOException _) {
            // No /proc here, or the process has just ended: the handle answers for both.
            return process.info().startInstant().map(Object::toString);
        }
    }
}

package io.sanasend.local.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of processes as Linux counts it.
 *
 * @param pss proportional set size in KiB: shared pages are divided among those who share them, so sums are right
 * @param rss resident set size in KiB: shared pages count in full
 * @param processes how many processes it is the sum of
 */
record Memory(long pss, long rss, int processes) {

    private static final Pattern PSS = Pattern.compile("(?m)^Pss: +(\\d+) kB$");
    private static final Pattern RSS = Pattern.compile("(?m)^Rss: +(\\d+) kB$");
    private static final double KIB_PER_MIB = 1024.0;

    /** The sum over these processes; one that has just ended counts nothing. */
    static Memory of(Collection<ProcessHandle> processes) {
        List<Memory> each = processes.stream().map(Memory::of).toList();
        return new Memory(
                each.stream().mapToLong(Memory::pss).sum(),
                each.stream().mapToLong(Memory::rss).sum(),
                each.stream().mapToInt(Memory::processes).sum());
    }

    static Memory of(ProcessHandle process) {
        try {
            String rollup = Files.readString(Path.of("/proc", Long.toString(process.pid()), "smaps_rollup"));
            return new Memory(kib(PSS, rollup), kib(RSS, rollup), 1);
        } catch (IOException _) {
            return new Memory(0, 0, 0);
        }
    }

    double pssMib() {
        return pss / KIB_PER_MIB;
    }

    double rssMib() {
        return rss / KIB_PER_MIB;
    }

    private static long kib(Pattern line, String rollup) {
        Matcher matcher = line.matcher(rollup);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
}

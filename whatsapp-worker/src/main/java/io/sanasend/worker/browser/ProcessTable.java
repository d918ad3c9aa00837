package io.sanasend.worker.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The processes of this machine as Linux's {@code /proc} tells them. A zombie counts as gone.
 *
 * <p>Stateless; each call reads anew.
 */
final class ProcessTable {

    /** Set for every browser, to its profile directory. */
    static final String PROFILE_VARIABLE = "SANASEND_BROWSER_PROFILE";

    private static final String USER_DATA_OPTION = "--user-data-dir=";

    private static final Path PROC = Path.of("/proc");

    private ProcessTable() {}

    /**
     * One process.
     *
     * @param group its process group
     * @param started in clock ticks since the machine's start: tells it from a later one with the same number
     * @param arguments its command line; empty for kernel threads
     */
    record Entry(long pid, long group, long started, List<String> arguments) {
        boolean has(String argument) {
            return arguments.contains(argument);
        }
    }

    /** Whether that very process still runs. */
    static boolean isAlive(Entry process) {
        return entry(PROC.resolve(Long.toString(process.pid()))).anyMatch(now -> now.started() == process.started());
    }

    /** The process of that number; empty if it has ended. */
    static Optional<Entry> find(long pid) {
        return entry(PROC.resolve(Long.toString(pid))).findFirst();
    }

    static List<Entry> matching(Predicate<Entry> wanted) {
        var found = new ArrayList<Entry>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                entry(process).filter(wanted).forEach(found::add);
            }
        } catch (IOException e) {
            throw new BrowserUnavailable("cannot read the process table; the worker needs Linux's /proc", e);
        }
        return found;
    }

    /**
     * Browser processes on that directory, or on one below it. The main process names it on its command line; its children
     * do not, and can outlive it with the profile still locked, but they inherit its environment.
     */
    static List<Entry> ofDirectory(Path directory) {
        String option = USER_DATA_OPTION + directory;
        String variable = PROFILE_VARIABLE + "=" + directory;
        return matching(entry -> names(entry.arguments(), option) || names(environment(entry.pid()), variable));
    }

    /** Groups of browser processes by the profile they are on, for the profiles below that directory. */
    static Map<Path, Set<Long>> profiles(Path directory) {
        var groups = new HashMap<Path, Set<Long>>();
        for (Entry entry : ofDirectory(directory)) {
            Stream.concat(entry.arguments().stream(), environment(entry.pid()).stream())
                    .flatMap(ProcessTable::profile)
                    .findFirst()
                    .filter(profile -> profile.startsWith(directory) && !profile.equals(directory))
                    .ifPresent(profile -> groups.computeIfAbsent(profile, _ -> new HashSet<>())
                            .add(entry.group()));
        }
        return groups;
    }

    /**
     * Bytes of memory of a process, with its part of what it shares with others; 0 if it has ended, or the kernel does not
     * tell.
     */
    static long memory(long pid) {
        try (Stream<String> lines = Files.lines(PROC.resolve(Long.toString(pid)).resolve("smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(kibibytes -> Long.parseLong(kibibytes) << 10)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private static Stream<Path> profile(String word) {
        return Stream.of(USER_DATA_OPTION, PROFILE_VARIABLE + "=")
                .filter(word::startsWith)
                .map(start -> Path.of(word.substring(start.length())));
    }

    private static boolean names(List<String> words, String wanted) {
        return words.stream().anyMatch(word -> word.equals(wanted) || word.startsWith(wanted + "/"));
    }

    /** Empty for processes of other users, and for those that ended meanwhile. */
    private static List<String> environment(long pid) {
        try {
            Path file = PROC.resolve(Long.toString(pid)).resolve("environ");
            return List.of(Files.readString(file, StandardCharsets.ISO_8859_1).split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Stream<Entry> entry(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"));
            // "pid (name) state ppid pgrp …": the name may hold blanks and brackets.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            if (fields[0].equals("Z") || fields[0].equals("X")) {
                return Stream.empty();
            }
            String commandLine = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            return Stream.of(new Entry(
                    Long.parseLong(process.getFileName().toString()),
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[19]),
                    // Chrome rewrites the command line of its children with blanks instead of zeros.
                    commandLine.isEmpty() ? List.of() : List.of(commandLine.split("[\0 ]"))));
        } catch (IOException e) {
            // It ended between the listing and the reading.
            return Stream.empty();
        }
    }
}

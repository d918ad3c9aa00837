package io.sanasend.local.process;

import io.sanasend.local.files.PrivateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The processes this program started, on disk, so that the next run can end those that a killed one left behind. A file per
 * child holds its {@link ProcessMark}: a process that got the number of a dead child later is never mistaken for it.
 *
 * <p>Safe for use by several threads as long as each has its own child.
 */
public final class Children {

    private final PrivateDirectory directory;

    public Children(PrivateDirectory directory) {
        this.directory = directory;
    }

    /** Notes a child under that name, in place of an earlier one of the same name. */
    public void record(String name, ProcessHandle child) {
        ProcessMark.of(child).ifPresent(mark -> directory.write(name, mark.toString()));
    }

    /** Strikes the child of that name off. */
    public void forget(String name) {
        directory.delete(name);
    }

    /** The child of that name, if it still runs. */
    public Optional<ProcessHandle> find(String name) {
        return directory.read(name).flatMap(ProcessMark::parse).flatMap(ProcessMark::find);
    }

    /**
     * Ends every noted child that still runs, in the order given, others last; returns the names of those it ended. A name with
     * a number behind it ({@code api-2}) goes with the name.
     */
    public List<String> endAll(List<String> order, Duration patience) {
        List<String> ended = new ArrayList<>();
        List<String> names = noted().stream()
                .sorted(Comparator.<String>comparingInt(name -> place(order, name))
                        .thenComparing(name -> name))
                .toList();
        for (String name : names) {
            find(name).ifPresent(child -> {
                Ending.end(child, patience);
                ended.add(name);
            });
            forget(name);
        }
        return ended;
    }

    private static int place(List<String> order, String name) {
        int place = order.indexOf(name.replaceFirst("-\\d+$", ""));
        return place < 0 ? order.size() : place;
    }

    private List<String> noted() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.path(), "[!.]*")) {
            List<String> names = new ArrayList<>();
            files.forEach(file -> names.add(file.getFileName().toString()));
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + directory.path(), e);
        }
    }
}

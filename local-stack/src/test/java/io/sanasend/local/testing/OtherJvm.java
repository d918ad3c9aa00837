package io.sanasend.local.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A main class run in a JVM of its own, which a test can kill. Killed at the latest by {@link #close()}. */
public final class OtherJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private OtherJvm(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    public static OtherJvm run(Class<?> main, String... arguments) throws IOException {
        return run(main, Map.of(), List.of(), arguments);
    }

    public static OtherJvm run(
            Class<?> main, Map<String, String> environment, List<String> options, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new OtherJvm(builder.start());
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /** The first line from here on that is as wanted; fails with all it printed when it ended instead. */
    public String awaitLine(Predicate<String> wanted) throws IOException {
        StringBuilder printed = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (wanted.test(line)) {
                return line;
            }
            printed.append(line).append('\n');
        }
        throw new AssertionError("the other JVM ended after:\n" + printed);
    }

    /** Asks it to end as `kill` does, and waits; returns its exit code. */
    public int terminate() {
        process.destroy();
        return exitCode();
    }

    /** Waits for its end and returns its exit code. */
    public int exitCode() {
        return process.onExit().join().exitValue();
    }

    /** Ends it as `kill -9` does: nothing of it gets a chance to tidy up. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}

package io.sanasend.simulator.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged simulator in a process of its own. Closing kills it. */
public final class SimulatorProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target", "whatsapp-simulator.jar");
    private static final long PATIENCE_SECONDS = 30;

    private final Process process;
    private final BufferedReader output;

    private SimulatorProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    public static SimulatorProcess start(Map<String, String> environment) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(java, "-jar", JAR.toString()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new SimulatorProcess(builder.start());
    }

    /** Waits until it listens, and answers the port. */
    public int port() throws IOException {
        String line = output.readLine();
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    /** Asks it to end, as a service manager does. The handle, because Process.destroy closes the output. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** All that it still writes until it ends. */
    public List<String> lines() {
        return output.lines().toList();
    }

    public int exitValue() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the simulator did not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        output.close();
    }
}

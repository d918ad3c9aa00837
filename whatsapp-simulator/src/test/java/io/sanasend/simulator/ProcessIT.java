package io.sanasend.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The packaged process: how it starts, and how it ends. */
class ProcessIT {

    private static final Path JAR = Path.of("target", "whatsapp-simulator.jar");

    private static Process start(Map<String, String> environment) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(java, "-jar", JAR.toString()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    @Test
    void terminatedProcessStopsInOrder() throws Exception {
        Process process = start(Map.of("SANASEND_SIMULATOR_PORT", "0"));
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.readLine()).contains("Listening on http://127.0.0.1:");

            // The handle, because Process.destroy closes the output before it was read.
            process.toHandle().destroy();

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isIn(0, 143);
            assertThat(output.lines().toList()).anyMatch(line -> line.contains("Stopped"));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void takenPortIsNamedAndEndsTheProcess() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = start(Map.of("SANASEND_SIMULATOR_PORT", String.valueOf(taken.getLocalPort())));
            try (BufferedReader output = process.inputReader()) {
                List<String> lines = output.lines().toList();

                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isEqualTo(1);
                assertThat(lines).anyMatch(line -> line.contains("SANASEND_SIMULATOR_PORT"));
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void wrongConfigurationIsListedAndEndsTheProcess() throws Exception {
        Process process = start(Map.of("SANASEND_SIMULATOR_PORT", "many", "SANASEND_SIMULATOR_HOST", ""));
        try (BufferedReader output = process.inputReader()) {
            List<String> lines = output.lines().toList();

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(lines)
                    .anyMatch(line -> line.contains("SANASEND_SIMULATOR_PORT"))
                    .anyMatch(line -> line.contains("SANASEND_SIMULATOR_HOST"));
        } finally {
            process.destroyForcibly();
        }
    }
}

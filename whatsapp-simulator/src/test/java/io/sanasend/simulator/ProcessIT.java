package io.sanasend.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.simulator.testing.Chromium;
import io.sanasend.simulator.testing.SimulatorProcess;
import io.sanasend.simulator.testing.TestSimulator;
import io.sanasend.simulator.testing.WebPage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged process: how it starts, how it ends, and what a killed one has kept. */
class ProcessIT {

    @Test
    void terminatedProcessStopsInOrder() throws Exception {
        try (SimulatorProcess process = SimulatorProcess.start(Map.of("SANASEND_SIMULATOR_PORT", "0"))) {
            assertThat(process.port()).isPositive();

            process.terminate();

            assertThat(process.lines()).anyMatch(line -> line.contains("Stopped"));
            assertThat(process.exitValue()).isIn(0, 143);
        }
    }

    @Test
    void wrongConfigurationIsListedAndEndsTheProcess() throws Exception {
        Map<String, String> wrong = Map.of("SANASEND_SIMULATOR_PORT", "many", "SANASEND_SIMULATOR_HOST", "");
        try (SimulatorProcess process = SimulatorProcess.start(wrong)) {
            assertThat(process.lines())
                    .anyMatch(line -> line.contains("SANASEND_SIMULATOR_PORT"))
                    .anyMatch(line -> line.contains("SANASEND_SIMULATOR_HOST"));
            assertThat(process.exitValue()).isEqualTo(1);
        }
    }

    @Test
    void takenPortIsNamedAndEndsTheProcess() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SimulatorProcess process = SimulatorProcess.start(
                        Map.of("SANASEND_SIMULATOR_PORT", String.valueOf(taken.getLocalPort())))) {
            assertThat(process.lines()).anyMatch(line -> line.contains("SANASEND_SIMULATOR_PORT"));
            assertThat(process.exitValue()).isEqualTo(1);
        }
    }

    @Test
    void killedProcessHasKeptTheLink(@TempDir Path data, @TempDir Path profile) throws Exception {
        Map<String, String> environment =
                Map.of("SANASEND_SIMULATOR_PORT", "0", "SANASEND_SIMULATOR_DATA", data.toString());
        try (Chromium browser = Chromium.start(profile)) {
            int port;
            WebPage page;
            try (SimulatorProcess first = SimulatorProcess.start(environment)) {
                port = first.port();
                try (TestSimulator simulator = TestSimulator.at(port)) {
                    page = WebPage.open(browser, simulator.url());
                    simulator.link(page, "4915112345678");
                }
            }
            page.until("return WPP.whatsapp.Socket.state === 'OPENING'");

            Map<String, String> samePort =
                    Map.of("SANASEND_SIMULATOR_PORT", String.valueOf(port), "SANASEND_SIMULATOR_DATA", data.toString());
            try (SimulatorProcess second = SimulatorProcess.start(samePort)) {
                assertThat(second.port()).isEqualTo(port);
                page.until("return WPP.whatsapp.Socket.state === 'CONNECTED'");
                assertThat(page.run("return WPP.conn.isRegistered()")).isEqualTo(true);
            }
        }
    }
}

package io.sanasend.simulator;

import io.javalin.util.JavalinBindException;
import java.io.UncheckedIOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the simulator from the environment. Exits with 1, and says why, when it cannot. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            Simulator simulator = new Simulator(SimulatorConfig.from(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "simulator-stop"));
            simulator.start();
        } catch (SimulatorConfig.Invalid e) {
            fail(e.errors());
        } catch (JavalinBindException e) {
            fail(List.of("SANASEND_SIMULATOR_PORT or SANASEND_SIMULATOR_HOST: " + e.getMessage()));
        } catch (UncheckedIOException e) {
            fail(List.of("SANASEND_SIMULATOR_DATA: " + e.getMessage()));
        }
        Thread.currentThread().join();
    }

    private static void fail(List<String> errors) {
        LOG.error("The simulator cannot start:");
        errors.forEach(error -> LOG.error("  {}", error));
        System.exit(1);
    }
}

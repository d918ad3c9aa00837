package io.sanasend.simulator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the simulator from the environment. Exits with 1 when the configuration is wrong. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            Simulator simulator = new Simulator(SimulatorConfig.from(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "simulator-stop"));
            simulator.start();
            Thread.currentThread().join();
        } catch (SimulatorConfig.Invalid e) {
            LOG.error("The simulator cannot start:");
            e.errors().forEach(error -> LOG.error("  {}", error));
            System.exit(1);
        }
    }
}

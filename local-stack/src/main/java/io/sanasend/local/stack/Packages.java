package io.sanasend.local.stack;

import io.sanasend.local.part.PartDidNotStart;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the built services are in a checkout. */
record Packages(Path root) {

    /** The api's runnable jar. */
    Path api() {
        return built(root.resolve("api-service/target/quarkus-app/quarkus-run.jar"));
    }

    /** The worker's runnable jar. */
    Path worker() {
        return built(root.resolve("whatsapp-worker/target/whatsapp-worker.jar"));
    }

    /** The simulator's runnable jar. */
    Path simulator() {
        return built(root.resolve("whatsapp-simulator/target/whatsapp-simulator.jar"));
    }

    /** The checkout this class was built in: three levels above {@code local-stack/target/local-stack.jar}. */
    static Path checkout() {
        try {
            Path code = Path.of(Packages.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return code.resolve("../../..").normalize().toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the stack does not know where it was started from", e);
        }
    }

    private static Path built(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new PartDidNotStart(jar + " is missing: build the project with scripts/build", null);
        }
        return jar;
    }
}

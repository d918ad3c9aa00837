package io.sanasend.simulator;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the simulator listens and what it keeps.
 *
 * @param host address to listen on, {@code SANASEND_SIMULATOR_HOST}; nothing on it asks who calls, so keep it loopback
 * @param port {@code SANASEND_SIMULATOR_PORT}; 0 takes a free one
 * @param data directory for what survives a restart, {@code SANASEND_SIMULATOR_DATA}; without it nothing does
 */
public record SimulatorConfig(String host, int port, Optional<Path> data) {

    private static final String DEFAULT_HOST = "127.0.0.1";
    private static final String DEFAULT_PORT = "8090";
    private static final int HIGHEST_PORT = 65_535;

    /** The configuration is wrong; says everything that is. */
    public static final class Invalid extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        private final transient List<String> errors;

        Invalid(List<String> errors) {
            super(String.join("; ", errors));
            this.errors = List.copyOf(errors);
        }

        public List<String> errors() {
            return errors;
        }
    }

    /** Reads the environment. Throws {@link Invalid} with all errors at once. */
    public static SimulatorConfig from(Map<String, String> environment) {
        List<String> errors = new ArrayList<>();
        String host = environment.getOrDefault("SANASEND_SIMULATOR_HOST", DEFAULT_HOST);
        if (host.isBlank()) {
            errors.add("SANASEND_SIMULATOR_HOST is empty; leave it out for " + DEFAULT_HOST);
        }
        int port = port(environment.getOrDefault("SANASEND_SIMULATOR_PORT", DEFAULT_PORT), errors);
        Optional<Path> data = directory(environment.get("SANASEND_SIMULATOR_DATA"), errors);
        if (!errors.isEmpty()) {
            throw new Invalid(errors);
        }
        return new SimulatorConfig(host, port, data);
    }

    private static int port(String text, List<String> errors) {
        boolean number = text.matches("\\d{1,5}");
        int port = number ? Integer.parseInt(text) : -1;
        if (port < 0 || port > HIGHEST_PORT) {
            errors.add("SANASEND_SIMULATOR_PORT is not a number from 0 to " + HIGHEST_PORT);
        }
        return port;
    }

    private static Optional<Path> directory(@Nullable String text, List<String> errors) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            Path path = Path.of(text);
            if (Files.exists(path) && !Files.isDirectory(path)) {
                errors.add("SANASEND_SIMULATOR_DATA is not a directory");
            }
            return Optional.of(path);
        } catch (InvalidPathException _) {
            errors.add("SANASEND_SIMULATOR_DATA is not a path");
            return Optional.empty();
        }
    }
}

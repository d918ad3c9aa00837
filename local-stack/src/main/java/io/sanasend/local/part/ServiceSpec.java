package io.sanasend.local.part;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What it takes to run one service.
 *
 * @param name one word for people
 * @param command program and arguments; holds no secret, because command lines are public on a machine
 * @param environment its whole environment
 * @param health answers 200 as soon as it is ready
 * @param address what people are told
 * @param drain what it is asked before it is stopped for good
 * @param startup how long it may take to become ready
 * @param shutdown how long an orderly stop may take before it is killed
 */
public record ServiceSpec(
        String name,
        List<String> command,
        Map<String, String> environment,
        URI health,
        String address,
        Optional<Drain> drain,
        Duration startup,
        Duration shutdown) {

    public ServiceSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Without the environment, which holds secrets. */
    @Override
    public String toString() {
        return "ServiceSpec[" + name + " " + command + "]";
    }
}

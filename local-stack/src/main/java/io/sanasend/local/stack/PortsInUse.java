package io.sanasend.local.stack;

import io.sanasend.local.process.FreePort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Ports the stack needs are taken by other programs; the message names the settings that choose others. */
public final class PortsInUse extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private PortsInUse(List<String> taken) {
        super("another program listens on " + String.join(", ", taken)
                + ". End it, or choose another port with the setting named.");
    }

    /** Throws when a port that will be needed is taken. */
    static void refuse(StackSettings settings) {
        Ports ports = settings.ports();
        Map<String, Integer> needed = new LinkedHashMap<>();
        needed.put("SANASEND_API_PORT", ports.api());
        needed.put("SANASEND_API_MANAGEMENT_PORT", ports.management());
        needed.put("SANASEND_WORKER_PORT", ports.worker());
        if (settings.usesSimulator()) {
            needed.put("SANASEND_SIMULATOR_PORT", ports.simulator());
        }
        List<String> taken = needed.entrySet().stream()
                .filter(port -> !FreePort.isFree(port.getValue()))
                .map(port -> "port " + port.getValue() + " (" + port.getKey() + ")")
                .collect(Collectors.toList());
        if (!taken.isEmpty()) {
            throw new PortsInUse(taken);
        }
    }
}

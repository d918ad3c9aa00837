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
        List<String> taken = needed(settings).entrySet().stream()
                .filter(port -> !FreePort.isFree(port.getKey()))
                .map(port -> "port " + port.getKey() + " (" + port.getValue() + ")")
                .collect(Collectors.toList());
        if (!taken.isEmpty()) {
            throw new PortsInUse(taken);
        }
    }

    /** Each port that will be listened on, and the setting it comes from; two settings with one port are one entry. */
    static Map<Integer, String> needed(StackSettings settings) {
        Ports ports = settings.ports();
        Map<Integer, String> needed = new LinkedHashMap<>();
        for (int number : settings.replicas().apiNumbers()) {
            needed.put(ports.api(number), "SANASEND_API_PORT");
            needed.put(ports.management(number), "SANASEND_API_MANAGEMENT_PORT");
        }
        for (int number : settings.replicas().workerNumbers()) {
            needed.put(ports.worker(number), "SANASEND_WORKER_PORT");
        }
        if (settings.usesSimulator()) {
            needed.put(ports.simulator(), "SANASEND_SIMULATOR_PORT");
        }
        return needed;
    }
}

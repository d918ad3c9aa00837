package io.sanasend.local.stack;

import io.sanasend.local.process.FreePort;

/**
 * Where the services listen.
 *
 * @param api public REST API and console
 * @param management internal events and metrics of the api, on the loopback address
 * @param worker internal API of the worker
 * @param simulator stand-in for WhatsApp Web
 */
public record Ports(int api, int management, int worker, int simulator) {

    /** Four ports that are free now. */
    public static Ports free() {
        return new Ports(FreePort.any(), FreePort.any(), FreePort.any(), FreePort.any());
    }
}

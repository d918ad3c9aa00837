package io.sanasend.simulator.account;

import java.time.Instant;

/**
 * A browser that a phone has linked.
 *
 * @param token what the browser shows to be let in again; kept out of every log
 */
public record Device(String id, String token, PhoneNumber phone, Instant linkedAt) {

    @Override
    public String toString() {
        return "Device[" + id + "]";
    }
}

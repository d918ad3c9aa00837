package io.sanasend.simulator.device;

import io.sanasend.simulator.account.Device;
import io.sanasend.simulator.account.PhoneNumber;
import io.sanasend.simulator.account.Phones;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Phones whose linked devices have no connection for a while. Safe for use by any thread. */
public final class Cuts {

    private final Map<PhoneNumber, Instant> until = new ConcurrentHashMap<>();
    private final Phones phones;
    private final DeviceLines lines;
    private final Clock clock;

    public Cuts(Phones phones, DeviceLines lines, Clock clock) {
        this.phones = phones;
        this.lines = lines;
        this.clock = clock;
    }

    /** Cuts the connections of the phone's devices and lets none come back for this long. */
    public void cut(PhoneNumber phone, Duration length) {
        until.put(phone, clock.instant().plus(length));
        phones.of(phone).devices().stream().map(Device::id).forEach(lines::drop);
    }

    public void restore(PhoneNumber phone) {
        until.remove(phone);
    }

    public boolean isCut(PhoneNumber phone) {
        Instant end = until.get(phone);
        return end != null && clock.instant().isBefore(end);
    }

    public void reset() {
        until.clear();
    }
}

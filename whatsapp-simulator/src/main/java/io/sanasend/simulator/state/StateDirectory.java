package io.sanasend.simulator.state;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sanasend.simulator.account.Directory;
import io.sanasend.simulator.account.PhoneNumber;
import io.sanasend.simulator.account.Phones;
import io.sanasend.simulator.device.DeviceLines;
import io.sanasend.simulator.device.Frame;
import io.sanasend.simulator.message.Message;
import io.sanasend.simulator.message.MessageLog;
import io.sanasend.simulator.time.Timers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Phones with their devices in {@code phones.json}, everything else in {@code messages.json}. Links are on the disk
 * before anybody hears that they are made. The rest is written {@value #DELAY_MILLIS} ms after a change and on close, so
 * a killed process loses at most the last moments of it; less often when there is so much of it that writing takes long.
 * Safe for use by any thread.
 */
public final class StateDirectory implements Keeping {

    private static final long DELAY_MILLIS = 500;
    private static final long LONGEST_DELAY_MILLIS = 5_000;
    /** Writing takes no more than this part of the time. */
    private static final int SHARE = 20;

    private record Links(List<Phones.Phone> phones) {}

    private record Rest(
            List<PhoneNumber> unregistered,
            Map<PhoneNumber, PhoneNumber> others,
            List<Directory.Group> groups,
            List<Message> messages,
            Map<String, List<Frame>> waiting) {}

    /** What is kept. */
    public record Parts(Phones phones, Directory directory, MessageLog log, DeviceLines lines) {}

    private final AtomicBoolean due = new AtomicBoolean();
    private final JsonFile<Links> links;
    private final JsonFile<Rest> rest;
    private final Parts parts;
    private final Timers timers;
    private volatile long delayMillis = DELAY_MILLIS;

    public StateDirectory(Path directory, ObjectMapper mapper, Parts parts, Timers timers) {
        ObjectMapper json = mapper.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        this.links = new JsonFile<>(directory.resolve("phones.json"), Links.class, json);
        this.rest = new JsonFile<>(directory.resolve("messages.json"), Rest.class, json);
        this.parts = parts;
        this.timers = timers;
    }

    @Override
    public void restore() {
        links.read().ifPresent(kept -> parts.phones().restore(kept.phones()));
        rest.read().ifPresent(kept -> {
            parts.directory().restore(kept.unregistered(), kept.others(), kept.groups());
            parts.log().restore(kept.messages());
            parts.lines().restore(kept.waiting());
        });
    }

    @Override
    public void saveLinks() {
        links.write(() -> new Links(parts.phones().all()));
    }

    @Override
    public void changed() {
        if (due.compareAndSet(false, true)) {
            // The disk may be slow, and the timers are for short tasks.
            timers.after(
                    Duration.ofMillis(delayMillis), () -> Thread.ofVirtual().start(this::saveRest));
        }
    }

    @Override
    public void close() {
        saveLinks();
        saveRest();
    }

    private void saveRest() {
        due.set(false);
        long began = System.nanoTime();
        rest.write(() -> new Rest(
                parts.directory().unregistered(),
                parts.directory().others(),
                parts.directory().groups(),
                parts.log().all(),
                parts.lines().waiting()));
        long took = Duration.ofNanos(System.nanoTime() - began).toMillis();
        delayMillis = Math.clamp(took * SHARE, DELAY_MILLIS, LONGEST_DELAY_MILLIS);
    }
}

package io.sanasend.simulator.device;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The lines to linked devices. A frame that is pushed waits until the page confirms it by its key; it goes out at once
 * when the device is connected, and again on every new connection until then. Safe for use by any thread. Keeps at most
 * {@value #MOST_WAITING} frames a device; the oldest is dropped.
 */
public final class DeviceLines {

    private static final int MOST_WAITING = 5_000;

    private final Map<String, DeviceLine> lines = new ConcurrentHashMap<>();
    private final Runnable changed;

    /** @param changed told whenever what waits has changed */
    public DeviceLines(Runnable changed) {
        this.changed = changed;
    }

    /**
     * Makes this the device's line: sends the welcome, then all that waits. Another window of the same device is told
     * that it is in conflict.
     */
    public void attach(String device, String window, Line line, Frame welcome) {
        of(device).attach(window, line, welcome);
    }

    /** Forgets the line if it is still the device's. */
    public void detach(String device, Line line) {
        of(device).detach(line);
    }

    public void push(String device, String key, Frame frame) {
        of(device).push(key, frame.with("key", key));
        changed.run();
    }

    /** The page has kept what the frame said. */
    public void confirm(String device, String key) {
        of(device).confirm(key);
        changed.run();
    }

    /** Sends to the device if it is connected, and forgets the frame otherwise. */
    public void tell(String device, Frame frame) {
        of(device).tell(frame);
    }

    public boolean isConnected(String device) {
        DeviceLine line = lines.get(device);
        return line != null && line.isConnected();
    }

    /** Closes the connection of a device; the device stays linked. */
    public void drop(String device) {
        of(device).drop();
    }

    /** Forgets a device that is no longer linked. */
    public void forget(String device) {
        lines.remove(device);
    }

    public Map<String, List<Frame>> waiting() {
        Map<String, List<Frame>> all = new TreeMap<>();
        lines.forEach((device, line) -> all.put(device, line.waiting()));
        return all;
    }

    public void restore(Map<String, List<Frame>> waiting) {
        lines.clear();
        waiting.forEach((device, frames) -> frames.forEach(
                frame -> of(device).push(String.valueOf(frame.json().get("key")), frame)));
    }

    private DeviceLine of(String device) {
        return lines.computeIfAbsent(device, unused -> new DeviceLine());
    }

    private static final class DeviceLine {

        private final Map<String, Frame> waiting = new LinkedHashMap<>();
        private @Nullable Line line;
        private String window = "";

        synchronized void attach(String newWindow, Line newLine, Frame welcome) {
            if (line != null && line != newLine) {
                if (!newWindow.equals(window)) {
                    line.send(Frame.of("conflict"));
                }
                line.close();
            }
            line = newLine;
            window = newWindow;
            newLine.send(welcome);
            waiting.values().forEach(newLine::send);
        }

        synchronized void detach(Line old) {
            if (line == old) {
                line = null;
            }
        }

        synchronized void push(String key, Frame frame) {
            waiting.put(key, frame);
            if (waiting.size() > MOST_WAITING) {
                waiting.remove(waiting.keySet().iterator().next());
            }
            tell(frame);
        }

        synchronized void confirm(String key) {
            waiting.remove(key);
        }

        synchronized void tell(Frame frame) {
            if (line != null) {
                line.send(frame);
            }
        }

        synchronized void drop() {
            if (line != null) {
                line.close();
                line = null;
            }
        }

        synchronized boolean isConnected() {
            return line != null;
        }

        synchronized List<Frame> waiting() {
            return List.copyOf(waiting.values());
        }
    }
}

package io.sanasend.worker.event;

import io.sanasend.model.session.SessionId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest state of each session that the api has not heard of. A newer one takes the place of an older one, unless
 * that is on its way already. They are few and small, so they live in memory and are mirrored in one file.
 *
 * <p>Not thread-safe.
 */
final class PendingStates {

    private static final String FILE = "states";

    private final Map<SessionId, SpoolEntry> newest = new LinkedHashMap<>();
    private final List<SpoolEntry> onTheirWay = new ArrayList<>();

    /** What a former run mirrored, in order. */
    static List<SpoolEntry> mirrored(SpoolFiles files) throws IOException {
        return files.names().contains(FILE)
                ? SpoolLines.read(files, FILE, 0, Integer.MAX_VALUE).entries()
                : List.of();
    }

    static void mirror(SpoolFiles files, byte[] content) throws IOException {
        files.overwrite(FILE, content);
    }

    void put(SessionId session, SpoolEntry state) {
        newest.remove(session);
        newest.put(session, state);
    }

    int size() {
        return newest.size() + onTheirWay.size();
    }

    boolean hasBefore(long position) {
        return !newest.isEmpty() && newest.values().iterator().next().position() < position;
    }

    /** Those that came before that event; they are on their way from here. */
    List<SpoolEntry> takeBefore(long position) {
        List<SpoolEntry> taken = new ArrayList<>();
        Iterator<SpoolEntry> states = newest.values().iterator();
        while (hasBefore(position)) {
            taken.add(states.next());
            states.remove();
        }
        onTheirWay.addAll(taken);
        return taken;
    }

    boolean isOnItsWay(SpoolEntry entry) {
        return onTheirWay.contains(entry);
    }

    /** True if one of them is a state. */
    boolean acknowledge(Collection<SpoolEntry> entries) {
        return onTheirWay.removeAll(entries);
    }

    /** As it is written to the file. */
    byte[] content() {
        var lines = new ByteArrayOutputStream();
        onTheirWay.forEach(state -> lines.writeBytes(state.line()));
        newest.values().forEach(state -> lines.writeBytes(state.line()));
        return lines.toByteArray();
    }
}

package io.sanasend.api.apilog;

import java.time.Instant;

/**
 * Ids of the log tell the time: they are nanoseconds since 1970, of which the last three digits only tell replicas apart.
 * So one index serves order, pages and spans of time.
 */
public final class LogTime {

    private static final long NANOS = 1_000_000_000L;
    private static final long REPLICAS = 1_000;

    private LogTime() {}

    /** The first id of that moment; requests from then on have this one or a higher one. */
    public static long idAt(Instant moment) {
        long nanos = Math.addExact(Math.multiplyExact(moment.getEpochSecond(), NANOS), moment.getNano());
        return nanos - Math.floorMod(nanos, REPLICAS);
    }

    /** When a request of that id was answered, in microseconds. */
    public static Instant timeOf(long id) {
        long micros = id - Math.floorMod(id, REPLICAS);
        return Instant.ofEpochSecond(Math.floorDiv(micros, NANOS), Math.floorMod(micros, NANOS));
    }

    /** The id after the last one of this replica, for a request of that moment. */
    static long next(long last, Instant moment, int replica) {
        return Math.max(idAt(moment) + replica, last + REPLICAS);
    }
}

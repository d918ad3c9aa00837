package io.sanasend.worker.event;

/**
 * How much a spool takes.
 *
 * @param events how many may wait before whoever reports one has to wait
 * @param bytes the same by their size on the disk; the last one may go beyond it
 * @param segment size at which another file is begun; a file is removed once all of it is acknowledged
 */
public record SpoolLimits(int events, long bytes, long segment) {

    public static final SpoolLimits DEFAULT = new SpoolLimits(1_000_000, 256L << 20, 1L << 20);
}

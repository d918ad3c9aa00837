package io.sanasend.local.bench;

import java.util.List;

/** The nearest-rank percentile: always one of the values that were measured. */
final class Percentile {

    private static final double HUNDRED = 100.0;

    private Percentile() {}

    static long of(List<Long> values, int percent) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("there is no percentile of nothing");
        }
        List<Long> sorted = values.stream().sorted().toList();
        int rank = (int) Math.ceil(percent / HUNDRED * sorted.size());
        return sorted.get(Math.max(rank, 1) - 1);
    }
}

package io.sanasend.local.bench;

import io.sanasend.local.stack.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long a caller of the public API waits. */
record LatencyBench(Gateway gateway, Progress progress, int messages) {

    private static final int SESSIONS = 3;
    private static final int WARM_UP = 5;
    private static final String PHONES = "491521%07d";
    private static final String RECIPIENT = "4915209999999";
    private static final double NANOS_PER_MILLI = 1_000_000.0;
    private static final double NANOS_PER_SECOND = 1_000_000_000.0;

    void run() {
        List<Long> toQr = new ArrayList<>();
        List<Long> toConnected = new ArrayList<>();
        Gateway.Tenant tenant = gateway.tenant("warm-up");
        for (int i = 1; i <= SESSIONS; i++) {
            Gateway.Tenant next = gateway.tenant("bench" + i);
            String phone = PHONES.formatted(i);
            long asked = System.nanoTime();
            String qr = next.requestQr();
            toQr.add(System.nanoTime() - asked);
            long scanned = System.nanoTime();
            next.scan(qr, phone);
            next.awaitConnected();
            toConnected.add(System.nanoTime() - scanned);
            tenant = next;
        }
        send(tenant, WARM_UP);
        long begun = System.nanoTime();
        List<Long> sends = send(tenant, messages);
        double seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
        progress.line("");
        line("asked for a session → QR", toQr);
        line("QR scanned → connected", toConnected);
        line("text sent → taken by WhatsApp", sends);
        progress.line(String.format(
                Locale.ROOT, "  %-32s %.1f messages/s", "one number, one after another", messages / seconds));
    }

    private static List<Long> send(Gateway.Tenant tenant, int count) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long begun = System.nanoTime();
            tenant.send(RECIPIENT, "measurement " + i);
            times.add(System.nanoTime() - begun);
        }
        return times;
    }

    private void line(String what, List<Long> nanos) {
        progress.line(String.format(
                Locale.ROOT,
                "  %-32s p50 %6.0f ms   p95 %6.0f ms   (%d)",
                what,
                Percentile.of(nanos, 50) / NANOS_PER_MILLI,
                Percentile.of(nanos, 95) / NANOS_PER_MILLI,
                nanos.size()));
    }
}

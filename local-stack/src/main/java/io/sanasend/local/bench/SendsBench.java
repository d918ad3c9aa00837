package io.sanasend.local.bench;

import io.sanasend.local.stack.LocalStack;
import io.sanasend.local.stack.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Messages in a second through one number and through four, from the queue to WhatsApp's ack, with real browsers; and how long
 * a caller waits who sends one after another.
 */
record SendsBench(LocalStack stack, Gateway gateway, Progress progress, int messages) {

    /** The api as it runs in its container. */
    static final Map<String, String> SETTINGS = Map.of("SANASEND_API_JAVA_OPTIONS", "-Xmx512m");

    private static final int NUMBERS = 4;
    /** Through each number: the JVMs compile what is hot only after thousands of messages. */
    private static final int WARM_UP = 1_500;

    private static final String PHONES = "491522%07d";
    private static final String RECIPIENT = "4915209999999";
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final double NANOS_PER_MILLI = 1_000_000.0;
    private static final double NANOS_PER_SECOND = 1_000_000_000.0;

    void run() {
        List<Gateway.Tenant> tenants = new ArrayList<>();
        for (int i = 1; i <= NUMBERS; i++) {
            Gateway.Tenant tenant = gateway.tenant("sends" + i);
            tenant.scan(tenant.requestQr(), PHONES.formatted(i));
            tenant.awaitConnected();
            tenants.add(tenant);
        }
        try (Numbers numbers = Numbers.of(stack)) {
            drain(numbers, tenants, WARM_UP);
            waiting(tenants.getFirst());
            report("through one number", drain(numbers, tenants.subList(0, 1), messages));
            report("through four numbers together", drain(numbers, tenants, messages));
        }
    }

    private void waiting(Gateway.Tenant tenant) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            long begun = System.nanoTime();
            tenant.send(RECIPIENT, "measurement " + i);
            times.add(System.nanoTime() - begun);
        }
        progress.line(String.format(
                Locale.ROOT,
                "  %-32s p50 %5.1f ms   p95 %5.1f ms   (%d)",
                "text sent → taken by WhatsApp",
                Percentile.of(times, 50) / NANOS_PER_MILLI,
                Percentile.of(times, 95) / NANOS_PER_MILLI,
                messages));
    }

    private void report(String what, double perSecond) {
        progress.line(String.format(Locale.ROOT, "  %-32s %.1f messages/s   (%d each)", what, perSecond, messages));
    }

    /** Fills the queue of each number while its session cannot take any, then lets them go; messages in a second. */
    private double drain(Numbers numbers, List<Gateway.Tenant> tenants, int each) {
        for (Gateway.Tenant tenant : tenants) {
            tenant.pauseNumber();
            for (int i = 0; i < each; i++) {
                tenant.post(RECIPIENT, "measurement " + i);
            }
        }
        long begun = System.nanoTime();
        tenants.forEach(Gateway.Tenant::resumeNumber);
        Countdown.await(numbers::open, BETWEEN_LOOKS, Countdown.PATIENCE);
        return tenants.size() * each / ((System.nanoTime() - begun) / NANOS_PER_SECOND);
    }
}

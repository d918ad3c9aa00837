package io.sanasend.local.torture;

import io.sanasend.local.torture.Phones.Arrival;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Sees each message come to WhatsApp before its sender has an answer, and pulls the trigger then. */
final class Watcher implements Runnable {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Phones phones;
    private final Trigger onTaking;
    private final BooleanSupplier goesOn;

    Watcher(Phones phones, Trigger onTaking, BooleanSupplier goesOn) {
        this.phones = phones;
        this.onTaking = onTaking;
        this.goesOn = goesOn;
    }

    @Override
    public void run() {
        long seen = 0;
        try {
            while (goesOn.getAsBoolean()) {
                List<Arrival> news = phones.arrivals(seen, LONGEST_WAIT);
                if (!news.isEmpty()) {
                    onTaking.fire(news.getLast().from());
                    seen = news.getLast().number();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new TortureFailed("the simulator does not answer: " + e.getMessage());
        }
    }
}

package io.sanasend.local.torture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * One planned kill.
 *
 * @param gap how long after the one before
 * @param choice from 0 to 1: which of several
 */
record Strike(Duration gap, Victim victim, Moment moment, double choice) {

    private static final int SHORTEST_GAP = 500;
    private static final int LONGEST_GAP = 6_000;
    private static final double AT_ANY_TIME = 0.5;
    private static final double TAKEN = 0.8;

    /** When it falls. */
    enum Moment {
        ANY_TIME,
        /** WhatsApp has just taken a message, and nobody here can know it yet. */
        TAKEN_BY_WHATSAPP,
        /** A caller has just read that its message was accepted. */
        ACCEPTED
    }

    /** The same for the same seed. Every victim comes before one comes more often than its share. */
    static List<Strike> schedule(long seed, int count) {
        // The shuffling of the JDK wants this class; the numbers it gives are laid down for ever.
        Random random = new Random(seed);
        List<Strike> strikes = new ArrayList<>();
        List<Victim> deck = new ArrayList<>();
        while (strikes.size() < count) {
            if (deck.isEmpty()) {
                deck.addAll(deck());
                Collections.shuffle(deck, random);
            }
            Duration gap = Duration.ofMillis(random.nextInt(SHORTEST_GAP, LONGEST_GAP));
            strikes.add(new Strike(gap, deck.removeLast(), moment(random.nextDouble()), random.nextDouble()));
        }
        return List.copyOf(strikes);
    }

    private static List<Victim> deck() {
        List<Victim> deck = new ArrayList<>();
        for (Victim victim : Victim.values()) {
            deck.addAll(Collections.nCopies(victim.weight(), victim));
        }
        return deck;
    }

    private static Moment moment(double value) {
        if (value < AT_ANY_TIME) {
            return Moment.ANY_TIME;
        }
        return value < TAKEN ? Moment.TAKEN_BY_WHATSAPP : Moment.ACCEPTED;
    }
}

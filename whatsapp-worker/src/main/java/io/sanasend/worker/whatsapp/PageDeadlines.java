package io.sanasend.worker.whatsapp;

import java.time.Duration;

/**
 * How long each call to the page may take. The real page pends for ever when it is offline, so nothing is without one.
 *
 * @param send text; {@code media} has its upload in it as well
 * @param ping whether the page answers at all
 */
public record PageDeadlines(Duration send, Duration media, Duration lookup, Duration ping) {

    public static final PageDeadlines DEFAULT = new PageDeadlines(
            Duration.ofSeconds(30), Duration.ofSeconds(180), Duration.ofSeconds(20), Duration.ofSeconds(15));
}

package io.sanasend.api.limit;

import java.time.Duration;

/** What a limit says to one request. */
public sealed interface Verdict {

    /** It is counted. */
    record Admitted(Allowance allowance) implements Verdict {}

    /**
     * It is one too many, and costs nothing.
     *
     * @param delay after which one is allowed, if there is none in between; in whole milliseconds
     */
    record Refused(Allowance allowance, Duration delay) implements Verdict {

        /** As it is answered. */
        public LimitExceeded toException() {
            return new LimitExceeded(allowance, delay);
        }
    }

    /** Redis does not answer: it goes on, and nobody knows how many there were. */
    record Uncounted() implements Verdict {}
}

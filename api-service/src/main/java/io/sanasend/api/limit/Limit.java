package io.sanasend.api.limit;

import java.time.Duration;

/**
 * Every limit of the service. How much each allows is a setting, or a column of the user; the unit, the window, where it
 * is counted, and what happens while that place is away, are decided here.
 */
public enum Limit {
    /** Of a user, in a calendar day of the service's time zone. */
    MESSAGES_PER_DAY("messages-per-day", "messages", Period.DAY, Store.POSTGRESQL),
    /** Of a user, in any 60 seconds. */
    MESSAGES_PER_MINUTE("messages-per-minute", "messages", Period.MINUTE, Store.POSTGRESQL),
    /** With one API key. */
    REQUESTS_PER_KEY("requests-per-key", "requests with one API key", Period.MINUTE, Store.REDIS),
    /** With the access tokens of all logins of a user together. */
    REQUESTS_PER_USER("requests-per-user", "requests of one user's logins", Period.MINUTE, Store.REDIS),
    /** Without a credential, or with one that is not good, from one address. */
    REQUESTS_PER_ADDRESS(
            "requests-per-address", "requests without a valid credential from one address", Period.MINUTE, Store.REDIS),
    /** Failed ones to one account; there is a pause before the lock. */
    LOGINS_PER_ACCOUNT("logins-per-account", "attempts to log in", Period.LOGIN_WINDOW, Store.REDIS),
    /** The same from one address. */
    LOGINS_PER_ADDRESS("logins-per-address", "attempts to log in", Period.LOGIN_WINDOW, Store.REDIS);

    private final String id;
    private final String unit;
    private final Period period;
    private final Store store;

    Limit(String id, String unit, Period period, Store store) {
        this.id = id;
        this.unit = unit;
        this.period = period;
        this.store = store;
    }

    /** Its name in headers, metrics and keys. */
    public String id() {
        return id;
    }

    /** What is counted, in words that follow a number. */
    public String unit() {
        return unit;
    }

    /** The time in which it is counted. */
    public Period period() {
        return period;
    }

    /** Where it is counted. */
    public Store store() {
        return store;
    }

    /** The time in which a limit is counted. */
    public enum Period {
        MINUTE("minute", Duration.ofMinutes(1)),
        /** A calendar day; as long as days are on average. */
        DAY("day", Duration.ofDays(1)),
        /** After the last attempt; {@code SANASEND_SECURITY_LOGIN_WINDOW} changes it. */
        LOGIN_WINDOW("login window", Duration.ofMinutes(15));

        private final String word;
        private final Duration window;

        Period(String word, Duration window) {
            this.word = word;
            this.window = window;
        }

        /** What callers are told it is called. */
        public String word() {
            return word;
        }

        public Duration window() {
            return window;
        }
    }

    /** Where a limit is counted, and what that means while this place is away. */
    public enum Store {
        /** In the transaction of what is counted: exact, and nothing is accepted without it. */
        POSTGRESQL(WhenAway.FAILS_CLOSED),
        /** Beside what is counted: a limit protects the service and must not be what stops it. */
        REDIS(WhenAway.FAILS_OPEN);

        private final WhenAway whenAway;

        Store(WhenAway whenAway) {
            this.whenAway = whenAway;
        }

        public WhenAway whenAway() {
            return whenAway;
        }
    }

    /** What is done with a request whose limit cannot be counted. */
    public enum WhenAway {
        FAILS_OPEN,
        FAILS_CLOSED
    }
}

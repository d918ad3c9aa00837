package io.sanasend.local.torture;

/** Who is killed, always by {@code kill -9}. */
enum Victim {
    API(5),
    EVERY_API(3),
    WORKER(5),
    EVERY_WORKER(2),
    WORKER_AND_ITS_BROWSERS(1),
    /** The main process of a browser alone: its children end by themselves, some later. */
    CHROME(3),
    CHROME_WITH_CHILDREN(3),
    CHROMEDRIVER(2),
    POSTGRES(2),
    /** One connection's process; PostgreSQL ends all others then and recovers. */
    POSTGRES_BACKEND(2),
    REDIS(2);

    private final int weight;

    Victim(int weight) {
        this.weight = weight;
    }

    /** How often it is struck in relation to the others. */
    int weight() {
        return weight;
    }

    /** For people. */
    String words() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}

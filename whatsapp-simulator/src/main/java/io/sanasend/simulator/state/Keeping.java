package io.sanasend.simulator.state;

/** Keeps what must survive the process. Safe for use by any thread. */
public interface Keeping extends AutoCloseable {

    /** Keeps nothing: for a simulator that has no data directory. */
    Keeping NOTHING = new Keeping() {

        @Override
        public void restore() {}

        @Override
        public void saveLinks() {}

        @Override
        public void changed() {}

        @Override
        public void close() {}
    };

    /** Brings back what an earlier process kept. */
    void restore();

    /** Keeps phones and their devices. Returns once they are safe. */
    void saveLinks();

    /** Something else changed; it is kept soon. */
    void changed();

    /** Keeps everything as it is now. */
    @Override
    void close();
}

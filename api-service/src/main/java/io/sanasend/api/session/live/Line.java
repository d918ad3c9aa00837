package io.sanasend.api.session.live;

/** The connection a stream goes out on. */
interface Line {

    boolean isClosed();

    /** Ends it at once, with whatever was not read yet. */
    void cut();
}

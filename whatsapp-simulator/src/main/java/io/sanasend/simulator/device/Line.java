package io.sanasend.simulator.device;

/** The connection to one open page. Implementations do not block and may be called from any thread. */
public interface Line {

    void send(Frame frame);

    /** Ends the connection; the page will try to come back by itself. */
    void close();
}

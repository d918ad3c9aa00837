package io.sanasend.api.fanout;

/** Hears what is told on one topic. Called on virtual threads, several at a time and in no order, so it may block. */
public interface Listener {

    /** Somebody told this; it may have been this replica. */
    void heard(String text);

    /** Something may have been told meanwhile that was not heard: there was no connection to Redis. */
    void maybeMissed();
}

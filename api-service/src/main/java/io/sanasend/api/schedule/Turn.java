package io.sanasend.api.schedule;

/** Tells a piece of work whether it may go on. */
@FunctionalInterface
public interface Turn {

    /** False once the service stops, another replica has taken over, or the time of the run is up: no further step is begun. */
    boolean goesOn();
}

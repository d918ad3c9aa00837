package io.sanasend.api.session;

/** Which worker is to do something with a session. */
sealed interface Placement {

    /**
     * This one, and the table says so.
     *
     * @param moved whether it was another one before, or none
     */
    record On(String workerId, boolean moved) implements Placement {}

    /** Those that might run as many browsers as they may. */
    record Full() implements Placement {}

    /** None that is alive may: the profile is at a worker that is away, or there is no worker at all. */
    record Nowhere() implements Placement {}

    /** No worker ever had it. */
    record Unplaced() implements Placement {}
}

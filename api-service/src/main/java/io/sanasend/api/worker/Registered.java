package io.sanasend.api.worker;

import java.net.URI;

/** What came of a worker's registration. */
public sealed interface Registered {

    /**
     * Its lease begins anew.
     *
     * @param isTurned whether its sessions are yet to be compared with the table: it is new, was restarted, or comes back
     */
    record Leased(boolean isTurned) implements Registered {}

    /**
     * Another process registered under its name after it, and is alive: two workers were given one name.
     *
     * @param by where the other one is
     */
    record Superseded(URI by) implements Registered {}
}

package io.sanasend.simulator.link;

import io.sanasend.simulator.account.Device;

/** What came of scanning a code or typing a pairing code. */
public sealed interface Scan {

    record Linked(Device device) implements Scan {}

    /** No page shows such a code, or the text was changed on the way. */
    record Unknown() implements Scan {}

    /** The page showed it once; a newer one has taken its place. */
    record Expired() implements Scan {}

    /** A phone has used it already. */
    record Used() implements Scan {}

    /** The phone has as many linked devices as WhatsApp allows. */
    record TooManyDevices() implements Scan {}

    /** The page went away before it had stored its credentials; nothing is linked. */
    record PageGone() implements Scan {}
}

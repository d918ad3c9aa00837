package io.sanasend.simulator.link;

import io.sanasend.simulator.account.Device;
import java.util.concurrent.CompletableFuture;

/** A page that is not linked and shows codes. Implementations do not block and may be called from any thread. */
public interface LinkingPage {

    /** Shows a new code. */
    void show(String ref);

    /** The round is over: the page covers the last code. */
    void idle();

    /** A phone has scanned a code of this page. */
    void pairing();

    /** Hands the credentials over. Completes once the page has stored them. */
    CompletableFuture<Device> grant(Device device);

    /** The link is made; the page goes on as this device. */
    void linked(Device device);

    /** What follows the ref in the text of this page's codes: its keys, separated by commas. */
    String keys();
}

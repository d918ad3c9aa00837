package io.sanasend.worker.whatsapp;

import io.sanasend.model.message.Ack;
import io.sanasend.model.message.InboundMessage;

/**
 * Hears what a page reports. Called from the browser connection's threads, one call at a time per page; it must not call
 * the page. A listener that does not return stops the reading from this page, and of nothing else.
 */
public interface PageListener {

    void signalsChanged(PageSignals signals);

    /** The page began to log out, and said why. */
    void logoutAnnounced(String reason);

    /** The page met trouble that its signals do not show. */
    void troubleAnnounced(Trouble trouble);

    /** A message of our own got further. */
    void acked(String waMessageId, Ack ack);

    void received(InboundMessage message);
}

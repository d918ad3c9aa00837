package io.sanasend.worker.whatsapp;

import io.sanasend.model.wire.SendReceipt;

/** What became of a message that was handed to the page. */
public sealed interface SendOutcome {

    /** WhatsApp's server took it. */
    record Sent(SendReceipt receipt) implements SendOutcome {}

    /** Nothing was created: no such number on WhatsApp. */
    record NotOnWhatsApp() implements SendOutcome {}

    /** WhatsApp refused it for good. */
    record Refused(String detail) implements SendOutcome {}

    /** Nothing went out, or WhatsApp refused it for now; the same id may be sent again. */
    record Deferred(String detail) implements SendOutcome {}

    /** WhatsApp refused it because the number sends too much; the same id may be sent again, after a long rest. */
    record RateLimited(String detail) implements SendOutcome {}

    /** It may have gone out. */
    record Unknown(String detail) implements SendOutcome {}
}

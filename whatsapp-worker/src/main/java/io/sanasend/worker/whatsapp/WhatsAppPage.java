package io.sanasend.worker.whatsapp;

import io.sanasend.model.message.WaMessageId;
import io.sanasend.model.wire.NumberLookup;
import io.sanasend.model.wire.SendReceipt;
import io.sanasend.model.wire.SendRequest;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One WhatsApp Web page in one browser, in our words.
 *
 * <p>Confined to the lane of its session, except {@link #kill} and {@link #onExit}. Every call has a deadline of its
 * own and returns after it. The owner closes it, which ends the browser with all its processes, or leaves it.
 */
public interface WhatsAppPage extends AutoCloseable {

    /** Which browser runs it, as {@code headless-shell} or {@code chrome}. */
    String browser();

    /**
     * Sends a message under its id and waits for the server's ack.
     *
     * @param file the bytes of a media message; not deleted
     */
    SendOutcome send(SendRequest request, @Nullable Path file);

    /** Looks a message of our own up by its id. */
    LookupOutcome<SendReceipt> find(WaMessageId id);

    /** Asks whether a number, in digits, is on WhatsApp. */
    LookupOutcome<NumberLookup> number(String phone);

    /**
     * Asks WhatsApp for a code that links the number, in digits, when it is typed on its phone; the phone is told to
     * expect that. The signals tell when it was typed.
     */
    LookupOutcome<String> pairingCode(String phone);

    /**
     * Reports the unread messages, and how far the recent own ones got, to the listener as if they had just arrived: it
     * may have missed them.
     */
    void catchUp();

    /** Asks WhatsApp to unlink this device; the signals tell when it has. */
    void logout();

    /** Makes this window the one that is connected, when another has taken the connection; the signals tell. */
    void takeOver();

    /** Asks the page for new QR codes; the signals tell when there is one. */
    void refreshQr();

    /**
     * Loads the page again.
     *
     * @throws io.sanasend.worker.browser.BrowserUnavailable if it does not even begin to
     */
    void reload();

    /** Whether WhatsApp Web is loaded and answers at all. */
    boolean answers();

    /** Completes when the browser has ended, for whatever reason. Any thread. */
    CompletableFuture<?> onExit();

    /** Lets go of the browser and leaves it running, for a later worker. */
    void leave();

    /** Ends the browser at once; calls that wait for an answer end too. Any thread. Idempotent. */
    void kill();

    /** Ends the browser in good order. Idempotent. */
    @Override
    void close();
}

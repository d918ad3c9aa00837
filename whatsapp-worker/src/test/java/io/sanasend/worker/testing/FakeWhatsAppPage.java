package io.sanasend.worker.testing;

import io.sanasend.model.message.Ack;
import io.sanasend.model.message.InboundMessage;
import io.sanasend.model.message.WaMessageId;
import io.sanasend.model.wire.NumberLookup;
import io.sanasend.model.wire.SendReceipt;
import io.sanasend.model.wire.SendRequest;
import io.sanasend.worker.browser.BrowserKind;
import io.sanasend.worker.browser.ProfileDirectory;
import io.sanasend.worker.whatsapp.LookupOutcome;
import io.sanasend.worker.whatsapp.PageListener;
import io.sanasend.worker.whatsapp.SendOutcome;
import io.sanasend.worker.whatsapp.Trouble;
import io.sanasend.worker.whatsapp.WhatsAppPage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page without a browser: writes its orders down, answers as it is told to, and shows what the test lets it show.
 *
 * <p>Thread-safe. A call it is stuck in returns when the browser ends, as a real one does.
 */
public final class FakeWhatsAppPage implements WhatsAppPage {

    private final BrowserKind kind;
    private final ProfileDirectory profile;
    private final PageListener listener;
    private final List<String> orders = new CopyOnWriteArrayList<>();
    private final Set<String> stuckIn = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> exit = new CompletableFuture<>();
    private volatile BiFunction<SendRequest, @Nullable Path, SendOutcome> sending =
            (request, _) -> new SendOutcome.Sent(receipt(request.waMessageId()));
    private volatile LookupOutcome<SendReceipt> message = new LookupOutcome.NotFound<>();
    private volatile LookupOutcome<NumberLookup> number =
            new LookupOutcome.Found<>(new NumberLookup(true, "4915112345678@c.us", null));
    private volatile Function<String, LookupOutcome<String>> pairing = _ -> new LookupOutcome.Found<>("ABCD1234");
    private volatile boolean answering = true;
    private volatile Runnable whenLoggingOut = () -> {};

    FakeWhatsAppPage(BrowserKind kind, ProfileDirectory profile, PageListener listener) {
        this.kind = kind;
        this.profile = profile;
        this.listener = listener;
    }

    public static SendReceipt receipt(WaMessageId id) {
        return new SendReceipt(id, Ack.SERVER, "4915112345678@c.us", Instant.parse("2026-01-01T00:00:00Z"));
    }

    /** The page shows something else now. */
    public void shows(Signals signals) {
        listener.signalsChanged(signals.build());
    }

    public void announcesLogout(String reason) {
        listener.logoutAnnounced(reason);
    }

    public void announces(Trouble trouble) {
        listener.troubleAnnounced(trouble);
    }

    public void acks(String waMessageId, Ack ack) {
        listener.acked(waMessageId, ack);
    }

    public void receives(InboundMessage received) {
        listener.received(received);
    }

    public void answersSends(BiFunction<SendRequest, @Nullable Path, SendOutcome> answer) {
        sending = answer;
    }

    public void answersSends(SendOutcome outcome) {
        sending = (_, _) -> outcome;
    }

    public void answersFind(LookupOutcome<SendReceipt> outcome) {
        message = outcome;
    }

    public void answersNumber(LookupOutcome<NumberLookup> outcome) {
        number = outcome;
    }

    public void answersPairing(Function<String, LookupOutcome<String>> answer) {
        pairing = answer;
    }

    public void answersPings(boolean answers) {
        answering = answers;
    }

    /** Runs in the lane when the page is asked to log out. */
    public void whenLoggingOut(Runnable reaction) {
        whenLoggingOut = reaction;
    }

    /** Calls of that name ("send", "ping", …) return only when the browser ends. */
    public void isStuckIn(String call) {
        stuckIn.add(call);
    }

    /** The browser ends, and nobody asked it to. */
    public void crashes() {
        exit.complete(null);
    }

    /** The calls in their order: send, find, number, pairingCode, catchUp, logout, takeOver, refreshQr, reload, ping, leave, kill, close. */
    public List<String> orders() {
        return orders;
    }

    /** How often it was told that. */
    public long count(String order) {
        return orders.stream().filter(order::equals).count();
    }

    public boolean hasEnded() {
        return exit.isDone();
    }

    public BrowserKind kind() {
        return kind;
    }

    public ProfileDirectory profile() {
        return profile;
    }

    @Override
    public String browser() {
        return kind.label();
    }

    @Override
    public SendOutcome send(SendRequest request, @Nullable Path file) {
        return ordered("send") ? sending.apply(request, file) : new SendOutcome.Unknown("the browser ended");
    }

    @Override
    public LookupOutcome<SendReceipt> find(WaMessageId id) {
        return ordered("find") ? message : new LookupOutcome.Unanswered<>("the browser ended");
    }

    @Override
    public LookupOutcome<NumberLookup> number(String phone) {
        return ordered("number") ? number : new LookupOutcome.Unanswered<>("the browser ended");
    }

    @Override
    public LookupOutcome<String> pairingCode(String phone) {
        return ordered("pairingCode") ? pairing.apply(phone) : new LookupOutcome.Unanswered<>("the browser ended");
    }

    @Override
    public void catchUp() {
        ordered("catchUp");
    }

    @Override
    public void logout() {
        if (ordered("logout")) {
            whenLoggingOut.run();
        }
    }

    @Override
    public void takeOver() {
        ordered("takeOver");
    }

    @Override
    public void refreshQr() {
        ordered("refreshQr");
    }

    @Override
    public void reload() {
        ordered("reload");
    }

    @Override
    public boolean answers() {
        return ordered("ping") && answering;
    }

    @Override
    public CompletableFuture<?> onExit() {
        return exit;
    }

    @Override
    public void leave() {
        orders.add("leave");
    }

    @Override
    public void kill() {
        orders.add("kill");
        exit.complete(null);
    }

    @Override
    public void close() {
        orders.add("close");
        exit.complete(null);
    }

    /** False if the call was stuck and the browser has ended meanwhile. */
    private boolean ordered(String call) {
        orders.add(call);
        if (stuckIn.contains(call)) {
            exit.join();
            return false;
        }
        return true;
    }
}

package io.sanasend.worker.session;

import static io.sanasend.worker.testing.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sanasend.model.message.Ack;
import io.sanasend.model.wire.NumberLookup;
import io.sanasend.model.wire.WorkerErrorCode;
import io.sanasend.worker.testing.FakeWhatsAppPage;
import io.sanasend.worker.testing.Messages;
import io.sanasend.worker.testing.Signals;
import io.sanasend.worker.whatsapp.LookupOutcome;
import io.sanasend.worker.whatsapp.SendOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes through a session's lane into its page, and what the page has to say of messages. */
class SessionSendingTest {

    private static final Duration TIME = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    private SessionScenario scenario;
    private FakeWhatsAppPage page;

    @BeforeEach
    void connect() {
        scenario = SessionScenario.connected(directory);
        page = scenario.page(1);
    }

    @AfterEach
    void close() {
        scenario.close();
    }

    private static void assertRefused(WorkerErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        WorkerProblem.class,
                        problem -> assertThat(problem.code()).isEqualTo(code));
    }

    private SendOutcome send(int number, long fence) {
        return scenario.session.send(Messages.text(number, fence), null);
    }

    @Test
    void aMessageGetsItsReceipt() {
        assertThat(send(1, 1)).isEqualTo(new SendOutcome.Sent(FakeWhatsAppPage.receipt(Messages.id(1))));
    }

    @Test
    void aSessionThatIsNotConnectedTakesNothing() {
        page.shows(Signals.connected().socketState("OPENING"));

        assertRefused(WorkerErrorCode.SESSION_NOT_CONNECTED, () -> send(1, 1));
        assertRefused(WorkerErrorCode.SESSION_NOT_CONNECTED, () -> scenario.session.find(Messages.id(1), 1));
        assertRefused(WorkerErrorCode.SESSION_NOT_CONNECTED, () -> scenario.session.number("4915112345678"));
        assertThat(page.count("send")).isZero();
    }

    @Test
    void aStoppedSessionTakesNothing() {
        scenario.session.stop();

        assertRefused(WorkerErrorCode.SESSION_NOT_CONNECTED, () -> send(1, 1));
    }

    @Test
    void aLowerFenceIsRefused() {
        send(1, 7);

        assertRefused(WorkerErrorCode.FENCED, () -> send(2, 6));
        assertRefused(WorkerErrorCode.FENCED, () -> scenario.session.find(Messages.id(1), 6));
        assertThat(page.count("send")).isEqualTo(1);
        assertThat(send(3, 7)).isInstanceOf(SendOutcome.Sent.class);
    }

    @Test
    void aFenceIsRememberedEvenIfTheSessionIsNotConnected() {
        page.shows(Signals.connected().socketState("OPENING"));
        assertRefused(WorkerErrorCode.SESSION_NOT_CONNECTED, () -> send(1, 7));
        page.shows(Signals.connected());

        assertRefused(WorkerErrorCode.FENCED, () -> send(1, 6));
    }

    @Test
    void aNumberIsLookedUpUnderWhateverFenceThereIs() {
        send(1, 7);

        assertThat(scenario.session.number("4915112345678"))
                .isEqualTo(new LookupOutcome.Found<>(new NumberLookup(true, "4915112345678@c.us", null)));
    }

    @Test
    void messagesGoOutOneAtATimeInOrder() {
        var sent = new CopyOnWriteArrayList<String>();
        var release = new CompletableFuture<Void>();
        page.answersSends((request, _) -> {
            sent.add("begin " + request.waMessageId());
            release.join();
            sent.add("end " + request.waMessageId());
            return new SendOutcome.Sent(FakeWhatsAppPage.receipt(request.waMessageId()));
        });
        List<PendingSend> sends = Stream.of(1, 2, 3).map(this::sendInBackground).toList();

        release.complete(null);

        sends.forEach(send -> send.outcome().join());
        assertThat(sent)
                .containsExactly(
                        "begin " + Messages.id(1), "end " + Messages.id(1),
                        "begin " + Messages.id(2), "end " + Messages.id(2),
                        "begin " + Messages.id(3), "end " + Messages.id(3));
    }

    @Test
    void aLookUpCannotOvertakeASend() {
        var release = new CompletableFuture<SendOutcome>();
        page.answersSends((_, _) -> release.join());
        PendingSend send = sendInBackground(1);
        Thread lookUp = Thread.startVirtualThread(() -> scenario.session.find(Messages.id(1), 1));
        soon(() -> lookUp.getState() == Thread.State.WAITING);
        assertThat(page.count("find")).isZero();

        release.complete(new SendOutcome.Unknown("no answer"));

        soon(() -> page.count("find") == 1);
        assertThat(send.outcome()).succeedsWithin(TIME).isEqualTo(new SendOutcome.Unknown("no answer"));
    }

    @Test
    void tooManyThatWaitAreDeferred() {
        page.isStuckIn("send");
        IntStream.range(0, SessionScenario.SETTINGS.waitingCalls()).forEach(this::sendInBackground);

        assertRefused(WorkerErrorCode.MESSAGE_DEFERRED, () -> send(9, 1));

        page.crashes();
    }

    @Test
    void aSendThatWasRunningWhenTheBrowserEndedIsUnknown() {
        page.isStuckIn("send");
        PendingSend running = sendInBackground(1);
        soon(() -> page.count("send") == 1);

        page.crashes();

        assertThat(running.outcome()).succeedsWithin(TIME).isEqualTo(new SendOutcome.Unknown("the browser ended"));
    }

    @Test
    void acksAndMessagesOfThePageAreReportedOnce() {
        page.acks("A", Ack.SERVER);
        page.acks("A", Ack.SERVER);
        page.receives(Messages.inbound("B"));
        page.receives(Messages.inbound("B"));

        assertThat(scenario.events.acks()).containsExactly("A SERVER");
        assertThat(scenario.events.messages()).containsExactly(Messages.inbound("B"));
    }

    @Test
    void aMessageThatIsStillUnreadAfterARestartIsNotReportedAgain() {
        page.receives(Messages.inbound("A"));
        page.crashes();

        scenario.page(2).receives(Messages.inbound("A"));

        assertThat(scenario.events.messages()).containsExactly(Messages.inbound("A"));
    }

    private record PendingSend(Thread thread, CompletableFuture<SendOutcome> outcome) {}

    /** Returns once the send is in the lane. */
    private PendingSend sendInBackground(int number) {
        var outcome = new CompletableFuture<SendOutcome>();
        Thread thread = Thread.startVirtualThread(() -> {
            try {
                outcome.complete(send(number, 1));
            } catch (WorkerProblem e) {
                outcome.completeExceptionally(e);
            }
        });
        soon(() -> thread.getState() == Thread.State.WAITING);
        return new PendingSend(thread, outcome);
    }
}

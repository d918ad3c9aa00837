package io.sanasend.worker.session;

import static io.sanasend.worker.testing.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.WorkerErrorCode;
import io.sanasend.worker.browser.BrowserKind;
import io.sanasend.worker.browser.ProfilePlace;
import io.sanasend.worker.testing.FakePages;
import io.sanasend.worker.testing.RecordingEvents;
import io.sanasend.worker.testing.SettableClock;
import io.sanasend.worker.testing.Signals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionRegistryTest {

    private static final int CAPACITY = 5;
    private static final SessionId ID = SessionId.first(1);

    @TempDir
    Path directory;

    private final FakePages pages = new FakePages();
    private final RecordingEvents events = new RecordingEvents();
    private SessionRegistry registry;

    @BeforeEach
    void assemble() {
        registry = registry("w1");
    }

    private SessionRegistry registry(String worker) {
        var place = new ProfilePlace(directory, worker);
        return new SessionRegistry(place, pages, events, SessionScenario.SETTINGS, CAPACITY, new SettableClock());
    }

    @AfterEach
    void close() {
        registry.close();
    }

    /** Runs something fifty times, all at the same moment. */
    private static void fiftyTimesAtOnce(IntConsumer task) {
        var go = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 1; i <= 50; i++) {
                int number = i;
                threads.submit(() -> {
                    go.await();
                    task.accept(number);
                    return null;
                });
            }
            go.countDown();
        }
    }

    private static void assertRefused(WorkerErrorCode code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        WorkerProblem.class,
                        problem -> assertThat(problem.code()).isEqualTo(code));
    }

    @Test
    void thereIsOneSessionForEachId() {
        var started = new ConcurrentLinkedQueue<Session>();

        fiftyTimesAtOnce(_ -> started.add(registry.start(ID)));

        pages.page(1);
        assertThat(started).hasSize(50).containsOnly(registry.get(ID));
        assertThat(pages.attempts()).isEqualTo(1);
    }

    @Test
    void thereAreNeverMoreBrowsersThanItsCapacity() {
        pages.whenOpened(page -> page.shows(Signals.qr("a")));
        var started = new ConcurrentLinkedQueue<Session>();
        var refused = new ConcurrentLinkedQueue<WorkerErrorCode>();

        fiftyTimesAtOnce(number -> {
            try {
                started.add(registry.start(SessionId.first(number)));
            } catch (WorkerProblem e) {
                refused.add(e.code());
            }
        });

        assertThat(started).hasSize(CAPACITY);
        assertThat(refused).hasSize(50 - CAPACITY).containsOnly(WorkerErrorCode.CAPACITY_EXHAUSTED);
        assertThat(registry.running()).isEqualTo(CAPACITY);
        pages.page(CAPACITY);
        assertThat(pages.attempts()).isEqualTo(CAPACITY);
    }

    @Test
    void aStoppedSessionMakesRoomForAnother() {
        for (int i = 1; i <= CAPACITY; i++) {
            registry.start(SessionId.first(i));
        }
        assertRefused(WorkerErrorCode.CAPACITY_EXHAUSTED, () -> registry.start(SessionId.first(99)));

        registry.get(ID).stop();

        assertThat(registry.start(SessionId.first(99)).isRunning()).isTrue();
    }

    @Test
    void aRunningSessionIsReturnedEvenIfThereIsNoRoom() {
        for (int i = 1; i <= CAPACITY; i++) {
            registry.start(SessionId.first(i));
        }

        assertThat(registry.start(ID)).isSameAs(registry.get(ID));
    }

    @Test
    void anUnknownSessionIsNotFound() {
        assertThat(registry.find(ID)).isEmpty();
        assertRefused(WorkerErrorCode.SESSION_NOT_FOUND, () -> registry.get(ID));
    }

    @Test
    void eachSessionHasADirectoryNamedByItsId() {
        registry.start(SessionId.of(1, 2));

        assertThat(pages.page(1).profile().root()).isEqualTo(directory.resolve("u1-2"));
    }

    @Test
    void theLogoutOfAnUnknownSessionIsFineAndLeavesNothing() {
        assertThat(registry.logout(ID).state()).isEqualTo(SessionState.LOGGED_OUT);

        assertThat(registry.snapshots()).isEmpty();
        assertThat(directory).isEmptyDirectory();
        assertThat(pages.attempts()).isZero();
    }

    @Test
    void aSessionThatWasLoggedOutIsForgotten() {
        registry.start(ID);
        pages.page(1).shows(Signals.qr("a"));

        registry.logout(ID);

        assertThat(registry.find(ID)).isEmpty();
        assertThat(Files.exists(directory.resolve("u1"))).isFalse();
        assertThat(registry.running()).isZero();
    }

    @Test
    void aSessionThatWasLoggedOutCanBeStartedAnew() {
        registry.start(ID);
        pages.page(1).shows(Signals.qr("a"));
        registry.logout(ID);

        registry.start(ID);
        pages.page(2).shows(Signals.qr("b"));

        assertThat(registry.get(ID).snapshot().state()).isEqualTo(SessionState.QR_PENDING);
    }

    @Test
    void theClockIsLookedAtByItself() {
        registry.start(ID);
        pages.page(1).shows(Signals.qr("a"));

        soon(() -> pages.page(1).count("ping") > 0);
    }

    @Test
    void aDrainEndsAllBrowsersAndStartsNoMore() {
        startAll();

        registry.drain();

        assertThat(pages.alive()).isZero();
        assertThat(registry.snapshots()).isEmpty();
        assertRefused(WorkerErrorCode.CAPACITY_EXHAUSTED, () -> registry.start(ID));
    }

    @Test
    void aSessionThatAnotherWorkerHoldsIsLeftAlone() {
        registry.start(ID);
        try (var other = registry("w2")) {
            assertRefused(WorkerErrorCode.SESSION_HELD, () -> other.start(ID));
            assertRefused(WorkerErrorCode.SESSION_HELD, () -> other.logout(ID));

            assertThat(other.snapshots()).isEmpty();
            registry.close();
            assertThat(other.start(ID).isRunning()).isTrue();
        }
    }

    private void startAll() {
        for (int i = 1; i <= CAPACITY; i++) {
            registry.start(SessionId.first(i));
            pages.page(i).shows(Signals.connected());
        }
    }

    @Test
    void itsEndLeavesAllBrowsersRunning() {
        startAll();

        registry.close();

        assertThat(pages.alive()).isEqualTo(CAPACITY);
        assertThat(pages.opened()).allSatisfy(page -> assertThat(page.orders()).endsWith("leave"));
        assertRefused(WorkerErrorCode.CAPACITY_EXHAUSTED, () -> registry.start(ID));
    }

    @Test
    void theNextStartGoesOnWithTheBrowsersThatWereLeft() {
        registry.start(ID);
        pages.page(1).shows(Signals.connected());
        registry.close();
        pages.leftRunning(BrowserKind.CHROME);
        int before = pages.attempts();

        try (var next = registry("w1")) {
            next.resume();

            Session session = next.get(ID);
            assertThat(session.snapshot().state()).isEqualTo(SessionState.RECONNECTING);
            assertThat(session.snapshot().reason().code()).isEqualTo("worker_restarted");
            pages.page(2).shows(Signals.connected());
            assertThat(session.snapshot().state()).isEqualTo(SessionState.CONNECTED);
            soon(() -> session.snapshot().page().browser().equals("chrome"));
            assertThat(pages.attempts()).isEqualTo(before);
        }
    }

    @Test
    void theNextStartOpensABrowserForThoseWhoseOwnIsGoneButNotForThoseThatWereStopped() {
        startAll();
        registry.get(SessionId.first(2)).stop();
        registry.drain();
        pages.whenOpened(page -> page.shows(Signals.connected()));

        try (var next = registry("w1")) {
            next.resume();

            soon(() -> pages.opened().size() == 2 * CAPACITY - 1);
            assertThat(next.find(SessionId.first(2))).isEmpty();
            next.drain();
        }
    }

    @Test
    void anotherWorkerOfThePlaceDoesNotResumeThemByItselfButHasThemWhenAsked() {
        startAll();
        registry.drain();

        try (var other = registry("w2")) {
            other.resume();
            assertThat(other.snapshots()).isEmpty();

            assertThat(other.start(ID).isRunning()).isTrue();
            // The profile is noted as that worker's before its page is opened.
            pages.page(CAPACITY + 1);
        }
        try (var next = registry("w1")) {
            next.resume();
            assertThat(next.find(ID)).isEmpty();
        }
    }
}

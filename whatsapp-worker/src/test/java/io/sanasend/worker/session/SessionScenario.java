package io.sanasend.worker.session;

import static io.sanasend.worker.testing.Soon.soon;

import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.worker.browser.HeldProfile;
import io.sanasend.worker.browser.ProfileDirectory;
import io.sanasend.worker.browser.ProfilePlace;
import io.sanasend.worker.testing.FakePages;
import io.sanasend.worker.testing.FakeWhatsAppPage;
import io.sanasend.worker.testing.RecordingEvents;
import io.sanasend.worker.testing.SettableClock;
import io.sanasend.worker.testing.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;

/** One session on a profile of its own, with a page that shows what the test says and a clock that stands still. */
final class SessionScenario implements AutoCloseable {

    static final SessionSettings SETTINGS = new SessionSettings(
            Duration.ofSeconds(60),
            Duration.ofMinutes(3),
            Duration.ofMillis(100),
            2,
            Duration.ofSeconds(5),
            2,
            Duration.ofMinutes(10),
            Duration.ofSeconds(30),
            4);

    /** Gives a logout up soon. */
    static final SessionSettings IMPATIENT = new SessionSettings(
            SETTINGS.usable(),
            SETTINGS.loaded(),
            SETTINGS.answering(),
            SETTINGS.qrRounds(),
            SETTINGS.qrRefresh(),
            SETTINGS.restarts(),
            SETTINGS.restartWindow(),
            Duration.ofMillis(400),
            SETTINGS.waitingCalls());

    /** When the linked ones were linked. */
    static final Instant LINKED_AT = Instant.parse("2025-12-24T18:00:00.123Z");

    final SettableClock clock;
    final RecordingEvents events = new RecordingEvents();
    final FakePages pages;
    final ProfileDirectory profile;
    final Session session;

    private SessionScenario(
            Path directory,
            boolean linked,
            SessionSettings settings,
            FakePages pages,
            StartSlots starts,
            SettableClock clock) {
        this.pages = pages;
        this.clock = clock;
        HeldProfile held = new ProfilePlace(directory, "w1").tryHold("u1").orElseThrow();
        this.profile = held.directory();
        if (linked) {
            profile.create();
            profile.markLinked(LINKED_AT);
        }
        this.session = new Session(SessionId.first(1), held, pages, events, settings, starts, clock);
    }

    private static SessionScenario of(Path directory, boolean linked, SessionSettings settings) {
        var clock = new SettableClock();
        return new SessionScenario(directory, linked, settings, new FakePages(), new StartSlots(2, clock), clock);
    }

    /** Not linked, and one of several that share what they start on. */
    static SessionScenario waitingFor(StartSlots starts, Path directory, FakePages pages, SettableClock clock) {
        return new SessionScenario(directory, false, SETTINGS, pages, starts, clock);
    }

    static SessionScenario unlinked(Path directory) {
        return of(directory, false, SETTINGS);
    }

    static SessionScenario linked(Path directory) {
        return linked(directory, SETTINGS);
    }

    static SessionScenario linked(Path directory, SessionSettings settings) {
        return of(directory, true, settings);
    }

    /** Started on a linked profile, and connected on its first page. */
    static SessionScenario connected(Path directory) {
        return connected(directory, SETTINGS);
    }

    static SessionScenario connected(Path directory, SessionSettings settings) {
        SessionScenario scenario = linked(directory, settings);
        scenario.session.start();
        scenario.page(1).shows(Signals.connected());
        scenario.awaitOrder(scenario.page(1), "catchUp");
        return scenario;
    }

    FakeWhatsAppPage page(int number) {
        return pages.page(number);
    }

    SessionSnapshot now() {
        return session.snapshot();
    }

    String reason() {
        return now().reason().code();
    }

    /** What the session tells its owner to do. */
    String advice() {
        return String.valueOf(now().reason().advice());
    }

    void await(SessionState state) {
        soon(() -> now().state() == state);
    }

    void awaitOrder(FakeWhatsAppPage page, String order) {
        soon(() -> page.count(order) > 0);
    }

    /** The time passes, and the session looks at the clock. */
    void pass(Duration time) {
        clock.advance(time);
        session.tick();
    }

    /** Looks at the clock, which stands still, until the condition holds. */
    void tickUntil(Callable<Boolean> condition) {
        soon(() -> {
            session.tick();
            return condition.call();
        });
    }

    @Override
    public void close() {
        session.close();
    }
}

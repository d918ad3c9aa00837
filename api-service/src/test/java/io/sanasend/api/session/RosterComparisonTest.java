package io.sanasend.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.api.session.RosterComparison.Step;
import io.sanasend.api.worker.RegisteredWorker;
import io.sanasend.api.worker.Sighting;
import io.sanasend.api.worker.WorkerRoster;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.session.StateReason;
import io.sanasend.model.wire.SessionSnapshot;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RosterComparisonTest {

    private static final Instant NOW = Instant.parse("2026-04-01T12:00:00Z");
    private static final SessionId SESSION = new SessionId("u1");
    private static final RegisteredWorker A = worker("a", "place-1");
    private static final RegisteredWorker B = worker("b", "place-1");
    private static final RegisteredWorker ELSEWHERE = worker("c", "place-2");

    @Test
    void takesOverWhatTheHostSays() {
        Sighting seen = seen(A, SessionState.CONNECTED, true);

        assertThat(compare(List.of(has(A, seen)), Set.of(), hosted("a"))).containsExactly(new Step.Apply(seen));
    }

    @Test
    void bringsBackWhatTheHostDoesNotHave() {
        assertThat(compare(List.of(has(A)), Set.of(), hosted("a"))).containsExactly(new Step.BringBack(1, SESSION));
    }

    @Test
    void bringsBackWhatADeadWorkerHadAndWhatNobodyHas() {
        assertThat(compare(List.of(), Set.of("a"), hosted("a"))).containsExactly(new Step.BringBack(1, SESSION));
        assertThat(compare(List.of(), Set.of(), hosted(null))).containsExactly(new Step.BringBack(1, SESSION));
    }

    @Test
    void leavesAloneWhatIsAtAWorkerThatDoesNotAnswer() {
        assertThat(compare(List.of(), Set.of(), hosted("a"))).isEmpty();
        assertThat(compare(List.of(has(B, seen(B, SessionState.CONNECTED, true))), Set.of(), hosted("a")))
                .isEmpty();
    }

    @Test
    void leavesAloneWhatIsEnded() {
        KnownSession stopped = new KnownSession(1, SESSION, "a", true, false, true, false);

        assertThat(compare(List.of(has(A)), Set.of("b"), stopped)).isEmpty();
    }

    @Test
    void finishesAStopThatWasBegun() {
        KnownSession unwanted = new KnownSession(1, SESSION, "a", true, false, false, false);
        Sighting seen = seen(A, SessionState.CONNECTED, true);

        assertThat(compare(List.of(has(A)), Set.of(), unwanted)).containsExactly(new Step.FinishStop(1, SESSION));
        assertThat(compare(List.of(has(A, seen)), Set.of(), unwanted))
                .containsExactly(new Step.Apply(seen), new Step.FinishStop(1, SESSION));
    }

    @Test
    void followsToTheWorkerThatHasIt() {
        Sighting seen = seen(B, SessionState.CONNECTED, true);
        List<WorkerRoster> atB = List.of(has(A), has(B, seen));

        assertThat(compare(atB, Set.of(), hosted("a"))).containsExactly(new Step.Follow(1, B, seen));
        assertThat(compare(List.of(has(B, seen)), Set.of("a"), hosted("a")))
                .containsExactly(new Step.Follow(1, B, seen));
        assertThat(compare(atB, Set.of(), hosted(null))).containsExactly(new Step.Follow(1, B, seen));
    }

    @Test
    void doesNotFollowToWhatIsEndedThere() {
        Sighting ended = seen(B, SessionState.DISCONNECTED, true);

        assertThat(compare(List.of(has(A), has(B, ended)), Set.of(), hosted("a")))
                .containsExactly(new Step.BringBack(1, SESSION));
    }

    @Test
    void stopsTheSecondOfTwoThatShareAProfile() {
        Sighting own = seen(A, SessionState.CONNECTED, true);
        Sighting second = seen(B, SessionState.QR_PENDING, false);

        assertThat(compare(List.of(has(A, own), has(B, second)), Set.of(), hosted("a")))
                .containsExactlyInAnyOrder(new Step.Apply(own), new Step.Stop(B, SESSION));
    }

    @Test
    void erasesASecondThatNobodyLinkedInAnotherPlace() {
        Sighting own = seen(A, SessionState.QR_PENDING, false);
        Sighting second = seen(ELSEWHERE, SessionState.QR_PENDING, false);

        assertThat(compare(List.of(has(A, own), has(ELSEWHERE, second)), Set.of(), hosted("a")))
                .containsExactlyInAnyOrder(new Step.Apply(own), new Step.LogOut(ELSEWHERE, SESSION));
    }

    @Test
    void keepsTheLinkedOneOfTwoAndNeverErasesALinkedOne() {
        Sighting fresh = seen(A, SessionState.QR_PENDING, false);
        Sighting linked = seen(ELSEWHERE, SessionState.CONNECTED, true);
        Sighting linkedToo = seen(A, SessionState.CONNECTED, true);

        assertThat(compare(List.of(has(A, fresh), has(ELSEWHERE, linked)), Set.of(), hosted("a")))
                .contains(new Step.Follow(1, ELSEWHERE, linked), new Step.LogOut(A, SESSION));
        assertThat(compare(List.of(has(A, linkedToo), has(ELSEWHERE, linked)), Set.of(), hosted("a")))
                .containsExactlyInAnyOrder(new Step.Apply(linkedToo), new Step.Stop(ELSEWHERE, SESSION));
    }

    @Test
    void onlyStopsALinkedNumberThatTheTableDoesNotKnow() {
        Sighting linked = seen(A, SessionState.CONNECTED, true);
        Sighting stopped = seen(A, SessionState.DISCONNECTED, true);

        assertThat(compare(List.of(has(A, linked)), Set.of())).containsExactly(new Step.StopUnknown(A, SESSION));
        assertThat(compare(List.of(has(A, stopped)), Set.of())).isEmpty();
    }

    @Test
    void logsOutWhatIsUnknownOrDeleted() {
        Sighting seen = seen(A, SessionState.CONNECTED, true);
        Sighting over = seen(A, SessionState.LOGGED_OUT, false);
        KnownSession deleted = new KnownSession(1, SESSION, "a", false, false, true, true);

        Sighting unlinked = seen(A, SessionState.QR_PENDING, false);

        assertThat(compare(List.of(has(A, unlinked)), Set.of())).containsExactly(new Step.LogOut(A, SESSION));
        assertThat(compare(List.of(has(A, seen)), Set.of(), deleted)).containsExactly(new Step.LogOut(A, SESSION));
        assertThat(compare(List.of(has(A, over)), Set.of(), deleted)).isEmpty();
    }

    private static List<Step> compare(List<WorkerRoster> rosters, Set<String> dead, KnownSession... known) {
        return RosterComparison.of(rosters, dead, List.of(known));
    }

    private static KnownSession hosted(@Nullable String worker) {
        return new KnownSession(1, SESSION, worker, true, true, false, false);
    }

    private static WorkerRoster has(RegisteredWorker worker, Sighting... sightings) {
        return new WorkerRoster(worker, Stream.of(sightings).toList());
    }

    private static Sighting seen(RegisteredWorker worker, SessionState state, boolean linked) {
        return new Sighting(
                worker.bootId(),
                NOW,
                new SessionSnapshot(
                        SESSION, 1, state, linked, null, StateReason.of("scripted"), NOW, null, null, null));
    }

    private static RegisteredWorker worker(String id, String profiles) {
        return new RegisteredWorker(
                id, "run-" + id, URI.create("http://127.0.0.1:1"), 10, 0, profiles, "test", NOW, true, null);
    }
}

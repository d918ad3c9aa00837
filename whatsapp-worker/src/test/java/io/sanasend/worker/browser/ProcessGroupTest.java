package io.sanasend.worker.browser;

import static io.sanasend.worker.testing.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessGroupTest {

    private static final Duration TIME = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private final List<ProcessGroup> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(ProcessGroup::kill);
    }

    private ProcessGroup start(String... command) {
        ProcessGroup group = ProcessGroup.start(List.of(command), Map.of(), directory.resolve("out"));
        started.add(group);
        return group;
    }

    private static List<ProcessTable.Entry> members(ProcessGroup group) {
        return ProcessTable.matching(entry -> entry.group() == group.id());
    }

    /** A process that begins with another command has neither arguments nor an environment for a moment. */
    private static void awaitSleep(ProcessGroup group) {
        soon(() -> members(group).stream().anyMatch(member -> member.arguments().equals(List.of("sleep", "1000"))));
    }

    @Test
    void itsLeaderHasTheIdOfTheGroup() {
        ProcessGroup group = start("sleep", "1000");

        soon(() -> members(group).size() == 1);
        ProcessTable.Entry leader = members(group).getFirst();
        assertThat(leader.pid()).isEqualTo(group.id());
        soon(() -> members(group).getFirst().arguments().equals(List.of("sleep", "1000")));
        assertThat(group.isAlive()).isTrue();
    }

    /** Ending it right after its start ends it: it is in no other group for a moment. */
    @Test
    void isAGroupOfItsOwnFromTheBeginning() {
        for (int i = 0; i < 20; i++) {
            ProcessGroup group = start("sleep", "1000");

            assertThat(ProcessTable.find(group.id()).orElseThrow().group()).isEqualTo(group.id());
        }
    }

    @Test
    void isKilledWithItsChildrenAndTheirChildren() {
        ProcessGroup group = start("sh", "-c", "sleep 1000 & sh -c 'sleep 1000 & sleep 1000' & wait");
        soon(() -> members(group).size() == 5);

        group.kill();

        assertThat(members(group)).isEmpty();
        assertThat(group.isAlive()).isFalse();
        assertThat(group.onExit()).succeedsWithin(TIME);
    }

    @Test
    void childrenThatOutliveTheirLeaderAreKilledToo() {
        ProcessGroup group = start("sh", "-c", "sleep 1000 & true");
        assertThat(group.onExit()).succeedsWithin(TIME);
        soon(() -> members(group).size() == 1);

        group.kill();

        assertThat(members(group)).isEmpty();
    }

    @Test
    void aSecondKillIsFine() {
        ProcessGroup group = start("sleep", "1000");
        group.kill();

        group.kill();

        assertThat(group.isAlive()).isFalse();
    }

    @Test
    void otherGroupsLiveOn() {
        ProcessGroup other = start("sleep", "1000");
        ProcessGroup group = start("sleep", "1000");

        group.kill();

        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void endsInGoodOrderWhenAskedTo() {
        ProcessGroup group = start("sleep", "1000");

        assertThat(group.terminate(TIME)).isTrue();
        assertThat(group.isAlive()).isFalse();
    }

    @Test
    void saysWhenItDoesNotEndInTime() {
        ProcessGroup group = start("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.05; done");
        soon(() -> directory.resolve("out").toFile().length() > 0);

        assertThat(group.terminate(Duration.ofMillis(100))).isFalse();

        group.kill();
        assertThat(members(group)).isEmpty();
    }

    @Test
    void itsOutputIsKept() {
        ProcessGroup group = start("sh", "-c", "echo out; echo err >&2");

        assertThat(group.onExit()).succeedsWithin(TIME);
        assertThat(directory.resolve("out")).hasContent("out\nerr");
    }

    @Test
    void whatCannotBeStartedIsToldByName() {
        assertThatThrownBy(() -> ProcessGroup.start(List.of("sleep", "1"), Map.of(), directory.resolve("no/such/file")))
                .isInstanceOf(BrowserUnavailable.class)
                .hasMessageContaining("sleep");
    }

    @Test
    void aProcessIsFoundByItsDirectoryAloneAndNotByOneOfASimilarName() {
        Path mine = directory.resolve("u1");
        ProcessGroup group = start("sh", "-c", "sleep 1000; true", "--user-data-dir=" + mine + "/profile");
        ProcessGroup similar = start("sh", "-c", "sleep 1000; true", "--user-data-dir=" + directory.resolve("u12"));
        soon(() -> members(group).size() == 2 && members(similar).size() == 2);

        assertThat(ProcessTable.ofDirectory(mine))
                .extracting(ProcessTable.Entry::group)
                .containsOnly(group.id());
        assertThat(ProcessTable.ofDirectory(directory))
                .extracting(ProcessTable.Entry::group)
                .contains(group.id(), similar.id());
    }

    @Test
    void aZombieCountsAsGone() {
        ProcessGroup group = start("sh", "-c", "sleep 0 & exec sleep 1000");

        awaitSleep(group);
        soon(() -> members(group).size() == 1);
        assertThat(members(group).getFirst().pid()).isEqualTo(group.id());
    }

    @Test
    void aChildThatOutlivesItsBrowserIsStillFoundOnTheProfile() {
        Path profile = directory.resolve("profile");
        var mark = Map.of(ProcessTable.PROFILE_VARIABLE, profile.toString());
        ProcessGroup group =
                ProcessGroup.start(List.of("sh", "-c", "sleep 1000 & true"), mark, directory.resolve("out"));
        started.add(group);
        assertThat(group.onExit()).succeedsWithin(TIME);

        awaitSleep(group);

        assertThat(ProcessTable.ofDirectory(profile)).hasSize(1);
        assertThat(ProcessTable.ofDirectory(directory.resolve("prof"))).isEmpty();
        assertThat(ProcessTable.ofDirectory(directory)).hasSize(1);
    }
}

package io.sanasend.worker.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilePlaceTest {

    @TempDir
    Path parent;

    private ProfilePlace mine;
    private ProfilePlace others;

    @BeforeEach
    void share() {
        mine = new ProfilePlace(parent.resolve("sessions"), "w1");
        others = new ProfilePlace(parent.resolve("sessions"), "w2");
    }

    private HeldProfile hold() {
        return mine.tryHold("u1").orElseThrow();
    }

    private Path note(String name) {
        return mine.directory().resolve("u1").resolve(name);
    }

    @Test
    void aProfileIsHeldByOneAtATime() {
        try (HeldProfile held = hold()) {
            held.begin();
            assertThat(others.tryHold("u1")).isEmpty();
            assertThat(mine.tryHold("u1")).isEmpty();
            others.tryHold("u2").orElseThrow().close();
        }

        others.tryHold("u1").orElseThrow().close();
    }

    @Test
    void aLockIsSeenByOtherProcessesToo() throws IOException, InterruptedException {
        HeldProfile held = hold();
        held.begin();
        assertThat(flock()).isNotZero();

        held.close();

        assertThat(flock()).isZero();
    }

    /** The same kind of lock, asked for by a program that is no worker. */
    private int flock() throws IOException, InterruptedException {
        String script = "import fcntl,sys; fcntl.lockf(open(sys.argv[1],'r+'), fcntl.LOCK_EX|fcntl.LOCK_NB)";
        Path lock = mine.directory().resolve("u1.lock");
        Process process = new ProcessBuilder("python3", "-c", script, lock.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void itsOwnerAndThatItRunsAreNoted() {
        try (HeldProfile held = hold()) {
            assertThat(note("running")).doesNotExist();

            held.begin();

            assertThat(note("owner")).content().startsWith("w1\n").contains("pid:[");
            assertThat(note("running")).exists();
            held.vacate();
            assertThat(note("owner")).hasContent("w1");
            held.rest();
            assertThat(note("running")).doesNotExist();
        }
    }

    @Test
    void whatAnotherLeftElsewhereIsTakenByNobodyElse() throws IOException {
        try (HeldProfile held = hold()) {
            held.begin();
        }
        Files.write(note("owner"), List.of("w1", "another-boot/pid:[1]"));

        assertThat(others.tryHold("u1")).isEmpty();
        mine.tryHold("u1").orElseThrow().close();
        Files.write(note("owner"), List.of("w1"));
        others.tryHold("u1").orElseThrow().close();
    }

    @Test
    void ofOneThatIsErasedNothingIsLeft() {
        try (HeldProfile held = hold()) {
            held.begin();
            held.directory().erase();
            held.vacate();
        }

        assertThat(mine.directory()).isEmptyDirectory();
    }
}

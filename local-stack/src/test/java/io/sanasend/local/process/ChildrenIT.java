package io.sanasend.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.local.files.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildrenIT {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    private Process child;

    @AfterEach
    void endChild() {
        if (child != null) {
            child.destroyForcibly();
        }
    }

    @Test
    void endsAChildOfAnEarlierRun() throws IOException {
        child = new ProcessBuilder("sleep", "600").start();
        children().record("worker", child.toHandle());

        List<String> ended = children().endAll(List.of("api", "worker"), PATIENCE);

        assertThat(ended).containsExactly("worker");
        assertThat(Ending.hasEnded(child.toHandle())).isTrue();
        assertThat(children().find("worker")).isEmpty();
    }

    @Test
    void killsAChildThatDoesNotListen() throws IOException {
        child = new ProcessBuilder("sh", "-c", "trap '' TERM; echo ready; read line").start();
        assertThat(child.inputReader().readLine()).isEqualTo("ready");
        children().record("worker", child.toHandle());

        children().endAll(List.of(), Duration.ofMillis(100));

        assertThat(Ending.hasEnded(child.toHandle())).isTrue();
    }

    @Test
    void leavesTheProcessAloneThatGotTheNumberOfADeadChild() throws IOException {
        child = new ProcessBuilder("sleep", "600").start();
        new PrivateDirectory(directory).write("worker", child.pid() + " 1@an-earlier-boot");

        assertThat(children().endAll(List.of("worker"), PATIENCE)).isEmpty();

        assertThat(child.isAlive()).isTrue();
    }

    @Test
    void findsDescendantsByTheVariableTheyInherit() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "600");
        builder.environment().putAll(Map.of("SANASEND_STACK_CHILD", directory.toString()));
        child = builder.start();

        assertThat(Descendants.of("SANASEND_STACK_CHILD", directory.toString(), directory))
                .extracting(ProcessHandle::pid)
                .containsExactly(child.pid());
        assertThat(Descendants.of("SANASEND_STACK_CHILD", directory + "2", directory.resolve("other")))
                .isEmpty();
    }

    @Test
    void findsDescendantsByTheDirectoryOnTheirCommandLine() throws IOException {
        child = new ProcessBuilder("sh", "-c", "read line", "--user-data-dir=" + directory + "/u1").start();

        List<ProcessHandle> found = Descendants.of("SANASEND_STACK_CHILD", "none", directory);
        Descendants.end(found, PATIENCE);

        assertThat(found).extracting(ProcessHandle::pid).contains(child.pid());
        assertThat(Ending.hasEnded(child.toHandle())).isTrue();
    }

    private Children children() {
        return new Children(new PrivateDirectory(directory));
    }
}

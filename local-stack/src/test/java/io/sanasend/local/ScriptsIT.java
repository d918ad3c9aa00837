package io.sanasend.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sanasend.local.process.Ending;
import io.sanasend.local.testing.Shell;
import io.sanasend.local.testing.Shell.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell code in scripts/ as such, and what {@code scripts/test} promises about processes. */
class ScriptsIT {

    @TempDir
    Path directory;

    private Shell shell;

    @BeforeEach
    void copyScripts() throws IOException {
        shell = Shell.in(directory.resolve("checkout"));
    }

    @Test
    void allScriptsAreWellFormed() throws Exception {
        for (Path file : Shell.scripts()) {
            assertThat(shell.run(List.of("bash", "-n", file.toString())))
                    .as(file.toString())
                    .isEqualTo(new Result(0, ""));
        }
    }

    @Test
    void shellcheckFindsNothing() throws Exception {
        List<String> command = new ArrayList<>(List.of("shellcheck", "-x"));
        Shell.scripts().forEach(file -> command.add("scripts/" + Shell.SCRIPTS.relativize(file)));

        assertThat(shell.run(command)).isEqualTo(new Result(0, ""));
    }

    @Test
    void saysNothingWhenATestRunLeftNothingBehind() throws Exception {
        String code = "end_processes_with_variable TEST_RUN=scripts-it-nobody";

        assertThat(shell.source("processes.sh", code)).isEqualTo(new Result(0, ""));
    }

    @Test
    void endsWhatATestRunLeftBehindAndNothingElse() throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sleep", "600");
        Process other = builder.start();
        builder.environment().put("TEST_RUN", "scripts-it-" + directory.getFileName());
        Process left = builder.start();
        try {
            Result result = shell.source(
                    "processes.sh", "end_processes_with_variable TEST_RUN=scripts-it-" + directory.getFileName());

            await().atMost(Duration.ofSeconds(10)).until(() -> Ending.hasEnded(left.toHandle()));
            assertThat(result.output()).contains("left behind", "sleep 600");
            assertThat(other.isAlive()).isTrue();
        } finally {
            left.destroyForcibly();
            other.destroyForcibly();
        }
    }
}

package io.sanasend.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.local.process.SearchPath;
import io.sanasend.local.testing.Shell;
import io.sanasend.local.testing.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the scripts find the programs they need, with made-up ones: scripts/lib/jdk.sh and tools.sh. */
class ToolsIT {

    @TempDir
    Path directory;

    private Shell shell;
    private Path programs;

    @BeforeEach
    void copyScripts() throws IOException {
        shell = Shell.in(directory.resolve("checkout"));
        programs = Files.createDirectories(directory.resolve("programs"));
    }

    @Nested
    class FindingAJdk {

        @Test
        void takesANewEnoughOneThoughTheJavaOnThePathIsOlder() throws Exception {
            jdk("old", "17.0.15");
            Path good = jdk("good", "25.0.1");

            assertThat(find(directory.resolve("old"), good).output()).isEqualTo(good + "\n");
        }

        @Test
        void prefersJavaHomeWhenItIsNewEnough() throws Exception {
            Path good = jdk("good", "25.0.1");
            Path newer = jdk("newer", "26");
            shell.environment().put("JAVA_HOME", newer.toString());

            assertThat(find(good).output()).isEqualTo(newer + "\n");
        }

        @Test
        void passesOverAJavaHomeThatIsTooOld() throws Exception {
            Path good = jdk("good", "25");
            shell.environment().put("JAVA_HOME", jdk("old", "21.0.2").toString());

            assertThat(find(good).output()).isEqualTo(good + "\n");
        }

        @Test
        void passesOverARuntimeWithoutACompiler() throws Exception {
            Path runtime = jdk("runtime", "25");
            Files.delete(runtime.resolve("bin/javac"));

            assertThat(find(runtime).code()).isEqualTo(1);
        }

        @Test
        void understandsEarlyAccessVersions() throws Exception {
            Path early = jdk("early", "26-ea");

            assertThat(find(early).output()).isEqualTo(early + "\n");
        }

        @Test
        void failsWhenThereIsNone() throws Exception {
            assertThat(find(directory.resolve("nowhere")).code()).isEqualTo(1);
        }

        private Result find(Path... homes) throws Exception {
            String list = String.join("\n", Stream.of(homes).map(Path::toString).toList());
            // Without a java on the PATH, which would be one more candidate.
            return shell.source("jdk.sh", "jdk_of_path() { return 1; }; first_new_enough_jdk <<<'" + list + "'");
        }

        private Path jdk(String name, String version) throws IOException {
            Path home = directory.resolve(name);
            for (String program : List.of("java", "javac")) {
                Shell.program(home.resolve("bin").resolve(program));
            }
            Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
            return home;
        }
    }

    @Nested
    class FindingABrowser {

        @Test
        void prefersTheHeadlessShell() throws Exception {
            Shell.program(programs.resolve("chromium"));
            Shell.program(programs.resolve("chromium-headless-shell"));
            shell.environment().put("PATH", programs + ":" + System.getenv("PATH"));

            assertThat(shell.source("tools.sh", "find_chrome").output())
                    .isEqualTo(programs.resolve("chromium-headless-shell") + "\n");
        }

        @Test
        void takesTheOneTheSettingNames() throws Exception {
            Shell.program(programs.resolve("my-browser"));
            shell.environment()
                    .put("SANASEND_CHROME", programs.resolve("my-browser").toString());

            assertThat(shell.source("tools.sh", "find_chrome").output())
                    .isEqualTo(programs.resolve("my-browser") + "\n");
        }

        @Test
        void takesNoOtherWhenTheSettingNamesNone() throws Exception {
            shell.environment()
                    .put("SANASEND_CHROME", programs.resolve("missing").toString());

            assertThat(shell.source("tools.sh", "find_chrome").code()).isEqualTo(1);
        }
    }

    @Test
    void saysWhatToInstallWhenItCannotInstallItself() throws Exception {
        for (String tool : List.of("id", "uname", "dirname", "readlink", "sed", "cat", "head", "tr", "bash")) {
            Files.createSymbolicLink(
                    programs.resolve(tool), SearchPath.find(tool).orElseThrow());
        }
        shell.environment().put("PATH", programs.toString());
        shell.environment().put("JAVA_HOME", "");

        Result result = shell.source("tools.sh", "usual_jdk_homes() { :; }; require_tools build run");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.output())
                .contains("a JDK 25 or newer", "Maven 3.8", "Node.js", "Chromium or Chrome", "chromedriver");
    }
}

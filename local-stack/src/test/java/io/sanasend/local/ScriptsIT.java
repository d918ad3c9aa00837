package io.sanasend.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sanasend.local.process.Ending;
import io.sanasend.local.process.SearchPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell code in scripts/, run by a real bash in a copy of the checkout's outer shape, with made-up programs on its PATH. */
class ScriptsIT {

    private static final Path SCRIPTS =
            Path.of("..", "scripts").toAbsolutePath().normalize();

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private Path checkout;
    private Path programs;

    /** What a script did. */
    private record Result(int code, String output) {}

    @BeforeEach
    void copyScripts() throws IOException {
        checkout = directory.resolve("checkout");
        programs = Files.createDirectories(directory.resolve("programs"));
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = checkout.resolve("scripts")
                        .resolve(SCRIPTS.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    @Test
    void allScriptsAreWellFormed() throws Exception {
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(run(List.of("bash", "-n", file.toString())))
                        .as(file.toString())
                        .isEqualTo(new Result(0, ""));
            }
        }
    }

    @Test
    void shellcheckFindsNothing() throws Exception {
        assumeTrue(SearchPath.find("shellcheck").isPresent(), "shellcheck is not installed");
        List<String> command = new ArrayList<>(List.of("shellcheck", "-x"));
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            files.filter(Files::isRegularFile)
                    .map(file -> "scripts/" + SCRIPTS.relativize(file))
                    .forEach(command::add);
        }

        assertThat(run(command)).isEqualTo(new Result(0, ""));
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
            environment.put("JAVA_HOME", newer.toString());

            assertThat(find(good).output()).isEqualTo(newer + "\n");
        }

        @Test
        void passesOverAJavaHomeThatIsTooOld() throws Exception {
            Path good = jdk("good", "25");
            environment.put("JAVA_HOME", jdk("old", "21.0.2").toString());

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
            return source("jdk.sh", "jdk_of_path() { return 1; }; first_new_enough_jdk <<<'" + list + "'");
        }

        private Path jdk(String name, String version) throws IOException {
            Path home = directory.resolve(name);
            for (String program : List.of("java", "javac")) {
                program(home.resolve("bin").resolve(program), "exit 0");
            }
            Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
            return home;
        }
    }

    @Nested
    class FindingABrowser {

        @Test
        void prefersTheHeadlessShell() throws Exception {
            program(programs.resolve("chromium"), "exit 0");
            program(programs.resolve("chromium-headless-shell"), "exit 0");
            environment.put("PATH", programs + ":" + System.getenv("PATH"));

            assertThat(source("tools.sh", "find_chrome").output())
                    .isEqualTo(programs.resolve("chromium-headless-shell") + "\n");
        }

        @Test
        void takesTheOneTheSettingNames() throws Exception {
            program(programs.resolve("my-browser"), "exit 0");
            environment.put("SANASEND_CHROME", programs.resolve("my-browser").toString());

            assertThat(source("tools.sh", "find_chrome").output()).isEqualTo(programs.resolve("my-browser") + "\n");
        }

        @Test
        void takesNoOtherWhenTheSettingNamesNone() throws Exception {
            environment.put("SANASEND_CHROME", programs.resolve("missing").toString());

            assertThat(source("tools.sh", "find_chrome").code()).isEqualTo(1);
        }
    }

    @Test
    void saysWhatToInstallWhenItCannotInstallItself() throws Exception {
        for (String tool : List.of("id", "uname", "dirname", "readlink", "sed", "cat", "head", "tr", "bash")) {
            Files.createSymbolicLink(
                    programs.resolve(tool), SearchPath.find(tool).orElseThrow());
        }
        environment.put("PATH", programs.toString());
        environment.put("JAVA_HOME", "");

        Result result = source("tools.sh", "usual_jdk_homes() { :; }; require_tools build run");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.output())
                .contains("a JDK 25 or newer", "Maven 3.8", "Node.js", "Chromium or Chrome", "chromedriver");
    }

    @Nested
    class TheBuildStamp {

        @BeforeEach
        void addSources() throws IOException {
            write("pom.xml", "<project/>");
            write(".mvn/maven.config", "-ntp");
            write("api-service/src/main/java/A.java", "class A {}");
        }

        @Test
        void changesWithAnySourceFileOldOrNew() throws Exception {
            String before = hash();

            write("api-service/src/main/java/A.java", "class A { int a; }");
            String edited = hash();
            write("api-service/src/main/java/B C.java", "class B {}");
            String added = hash();
            write("api-service/pom.xml", "<project/>");

            assertThat(List.of(before, edited, added, hash())).doesNotHaveDuplicates();
        }

        @Test
        void ignoresTestsAndWhatABuildMakes() throws Exception {
            String before = hash();

            write("api-service/src/test/java/ATest.java", "class ATest {}");
            write("api-service/target/api.jar", "bytes");
            write("whatsapp-worker/node_modules/x/index.js", "x");

            assertThat(hash()).isEqualTo(before);
        }

        @Test
        void isNotEnoughWhenAPackageIsMissing() throws Exception {
            write("target/build-stamp", hash() + "\n");

            assertThat(source("build.sh", "is_built").code()).isEqualTo(1);
        }

        @Test
        void sparesABuildWhenNothingChanged() throws Exception {
            for (String built : List.of(
                    "local-stack/target/local-stack.jar",
                    "whatsapp-simulator/target/whatsapp-simulator.jar",
                    "whatsapp-worker/target/whatsapp-worker.jar",
                    "api-service/target/quarkus-app/quarkus-run.jar")) {
                write(built, "bytes");
            }
            write("target/build-stamp", hash() + "\n");

            assertThat(source("build.sh", "is_built").code()).isZero();
        }

        private String hash() throws Exception {
            Result result = source("build.sh", "source_hash");
            assertThat(result.output()).matches("[0-9a-f]{64}\n");
            return result.output().strip();
        }

        private void write(String file, String text) throws IOException {
            Path path = checkout.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        }
    }

    @Test
    void endsWhatATestRunLeftBehindAndNothingElse() throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sleep", "600");
        Process other = builder.start();
        builder.environment().put("TEST_RUN", "scripts-it-" + directory.getFileName());
        Process left = builder.start();
        try {
            Result result = source(
                    "processes.sh", "end_processes_with_variable TEST_RUN=scripts-it-" + directory.getFileName());

            await().atMost(Duration.ofSeconds(10)).until(() -> Ending.hasEnded(left.toHandle()));
            assertThat(result.output()).contains("left behind", "sleep 600");
            assertThat(other.isAlive()).isTrue();
        } finally {
            left.destroyForcibly();
            other.destroyForcibly();
        }
    }

    private Result source(String library, String command) throws Exception {
        String lib = checkout.resolve("scripts/lib").toString();
        String tools = library.equals("tools.sh") ? "source " + lib + "/jdk.sh; " : "";
        return run(List.of(
                SearchPath.find("bash").orElseThrow().toString(),
                "-euc",
                "source " + lib + "/common.sh; " + tools + "source " + lib + "/" + library + "; " + command));
    }

    private Result run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(SCRIPTS.getParent().toFile());
        builder.environment().remove("JAVA_HOME");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    private static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}

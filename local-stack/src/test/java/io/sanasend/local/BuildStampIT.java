package io.sanasend.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.local.testing.Shell;
import io.sanasend.local.testing.Shell.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When {@code scripts/start} builds: scripts/lib/build.sh. */
class BuildStampIT {

    @TempDir
    Path directory;

    private Shell shell;

    @BeforeEach
    void copyCheckout() throws IOException {
        shell = Shell.in(directory.resolve("checkout"));
    }

    @BeforeEach
    void addSources() throws IOException {
        shell.write("pom.xml", "<project/>");
        shell.write(".mvn/maven.config", "-ntp");
        shell.write("api-service/src/main/java/A.java", "class A {}");
    }

    @Test
    void changesWithAnySourceFileOldOrNew() throws Exception {
        String before = hash();

        shell.write("api-service/src/main/java/A.java", "class A { int a; }");
        String edited = hash();
        shell.write("api-service/src/main/java/B C.java", "class B {}");
        String added = hash();
        shell.write("api-service/pom.xml", "<project/>");

        assertThat(List.of(before, edited, added, hash())).doesNotHaveDuplicates();
    }

    @Test
    void ignoresTestsAndWhatABuildMakes() throws Exception {
        String before = hash();

        shell.write("api-service/src/test/java/ATest.java", "class ATest {}");
        shell.write("api-service/target/api.jar", "bytes");
        shell.write("whatsapp-worker/node_modules/x/index.js", "x");

        assertThat(hash()).isEqualTo(before);
    }

    @Test
    void isNotEnoughWhenAPackageIsMissing() throws Exception {
        shell.write("target/build-stamp", hash() + "\n");

        assertThat(shell.source("build.sh", "is_built product").code()).isEqualTo(1);
    }

    @Test
    void sparesABuildWhenNothingChanged() throws Exception {
        for (String built : List.of(
                "local-stack/target/local-stack.jar",
                "whatsapp-simulator/target/whatsapp-simulator.jar",
                "whatsapp-worker/target/whatsapp-worker.jar",
                "api-service/target/quarkus-app/quarkus-run.jar")) {
            shell.write(built, "bytes");
        }
        shell.write("target/build-stamp", hash() + "\n");

        assertThat(shell.source("build.sh", "is_built product").code()).isZero();
    }

    @Test
    void sparesDevModeABuildWhenOnlyTheApiChanged() throws Exception {
        for (String built : List.of(
                "local-stack/target/local-stack.jar",
                "whatsapp-simulator/target/whatsapp-simulator.jar",
                "whatsapp-worker/target/whatsapp-worker.jar")) {
            shell.write(built, "bytes");
        }
        Result hash = shell.source("build.sh", "source_hash surroundings");
        shell.write("target/build-stamp-surroundings", hash.output());

        shell.write("api-service/src/main/java/A.java", "class A { int a; }");

        assertThat(shell.source("build.sh", "is_built surroundings").code()).isZero();
    }

    private String hash() throws Exception {
        Result result = shell.source("build.sh", "source_hash product");
        assertThat(result.output()).matches("[0-9a-f]{64}\n");
        return result.output().strip();
    }
}

package io.sanasend.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The torture in small: parts are killed while messages are sent, and the books agree afterwards. */
class TortureIT {

    private static final long MINUTES = 8;

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2"})
    void losesAndDoublesNothingWhenPartsAreKilled(int apis, int workers) throws IOException, InterruptedException {
        List<String> said = torture(
                "--short", "--seed", "20261", "--apis", Integer.toString(apis), "--workers", Integer.toString(workers));

        assertThat(said).as(String.join("\n", said)).contains("The books agree.");
    }

    @Test
    void refusesAnOptionItDoesNotKnow() throws IOException, InterruptedException {
        assertThat(torture("--sead", "1")).anyMatch(line -> line.contains("unknown option --sead"));
    }

    private static List<String> torture(String... options) throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("sanasend.root")).toRealPath();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                root.resolve("local-stack/target/local-stack.jar").toString(),
                "torture"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            List<String> said =
                    process.inputReader().lines().peek(System.out::println).toList();
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
            return said;
        } finally {
            process.destroy();
        }
    }
}

package io.sanasend.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sanasend.worker.browser.InstalledBrowsers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerConfigTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path directory;

    private final Map<String, String> environment =
            new HashMap<>(Map.of("SANASEND_WORKER_SECRET", SECRET, "SANASEND_WORKER_DATA", "/var/lib/sanasend"));

    @Test
    void onlyTheSecretAndTheDirectoryAreRequired() {
        WorkerConfig config = WorkerConfig.from(environment);

        assertThat(config)
                .isEqualTo(new WorkerConfig(
                        "127.0.0.1",
                        3000,
                        null,
                        null,
                        SECRET,
                        URI.create("https://web.whatsapp.com"),
                        Path.of("/var/lib/sanasend"),
                        Path.of("/var/lib/sanasend/sessions"),
                        List.of(URI.create("http://127.0.0.1:8081")),
                        InstalledBrowsers.Choice.AUTO,
                        null,
                        null,
                        List.of(),
                        null,
                        50,
                        WorkerConfig.LogFormat.TEXT));
    }

    @Test
    void everySettingIsRead() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        environment.putAll(Map.of(
                "SANASEND_WORKER_HOST", "127.0.0.2",
                "SANASEND_WORKER_PORT", "0",
                "SANASEND_WHATSAPP_URL", "http://127.0.0.1:8090",
                "SANASEND_EVENTS_URL", "http://127.0.0.1:9000, http://127.0.0.1:9001",
                "SANASEND_BROWSER", "shell",
                "SANASEND_CHROME", file.toString(),
                "SANASEND_CHROMEDRIVER", file.toString(),
                "SANASEND_WAJS_FILE", file.toString(),
                "SANASEND_MAX_SESSIONS", " 7 ",
                "SANASEND_CHROME_ARGS", " --a  --b=c "));
        environment.putAll(Map.of(
                "SANASEND_WORKER_ID", "worker-1",
                "SANASEND_WORKER_ADDRESS", "http://worker-1:3000",
                "SANASEND_PROFILES", "/var/lib/profiles",
                "SANASEND_LOG_FORMAT", "json"));

        WorkerConfig config = WorkerConfig.from(environment);

        assertThat(config)
                .isEqualTo(new WorkerConfig(
                        "127.0.0.2",
                        0,
                        "worker-1",
                        URI.create("http://worker-1:3000"),
                        SECRET,
                        URI.create("http://127.0.0.1:8090"),
                        Path.of("/var/lib/sanasend"),
                        Path.of("/var/lib/profiles"),
                        List.of(URI.create("http://127.0.0.1:9000"), URI.create("http://127.0.0.1:9001")),
                        InstalledBrowsers.Choice.SHELL,
                        file,
                        file,
                        List.of("--a", "--b=c"),
                        file,
                        7,
                        WorkerConfig.LogFormat.JSON));
    }

    @Test
    void allProblemsAreNamedAtOnce() {
        assertThatThrownBy(() -> WorkerConfig.from(Map.of(
                        "SANASEND_WORKER_PORT", "many",
                        "SANASEND_MAX_SESSIONS", "0",
                        "SANASEND_WHATSAPP_URL", "whatsapp",
                        "SANASEND_EVENTS_URL", "http://api,ftp://api",
                        "SANASEND_WORKER_ID", "a worker",
                        "SANASEND_WORKER_ADDRESS", "worker-1",
                        "SANASEND_BROWSER", "firefox",
                        "SANASEND_CHROME", "/does/not/exist",
                        "SANASEND_WAJS_FILE", "/does/not/exist.js")))
                .isInstanceOf(WorkerConfig.Invalid.class)
                .message()
                .contains(
                        "SANASEND_WORKER_SECRET is not set",
                        "SANASEND_WORKER_DATA is not set",
                        "SANASEND_WORKER_PORT is not a number from 0 to 65535",
                        "SANASEND_MAX_SESSIONS is not a number from 1 to 1000",
                        "SANASEND_WHATSAPP_URL is not an http or https address",
                        "SANASEND_EVENTS_URL is not an http or https address",
                        "SANASEND_WORKER_ID is not 1 to 64 letters",
                        "SANASEND_WORKER_ADDRESS is not an http or https address",
                        "SANASEND_BROWSER is not auto, shell or chrome",
                        "SANASEND_CHROME is /does/not/exist",
                        "SANASEND_WAJS_FILE is /does/not/exist.js")
                .hasLineCount(12);
    }

    @Test
    void aShortSecretIsRefusedAndNotQuoted() {
        environment.put("SANASEND_WORKER_SECRET", "tooShortToBeSafe");

        assertThatThrownBy(() -> WorkerConfig.from(environment))
                .hasMessageContaining("SANASEND_WORKER_SECRET has fewer than 32 characters")
                .message()
                .doesNotContain("tooShort");
    }

    @ParameterizedTest
    @CsvSource({"SANASEND_WORKER_SECRET", "SANASEND_WORKER_DATA"})
    void aBlankValueIsNone(String name) {
        environment.put(name, "  ");

        assertThatThrownBy(() -> WorkerConfig.from(environment)).hasMessageContaining(name + " is not set");
    }

    @Test
    void theSecretStaysOutOfItsText() {
        assertThat(WorkerConfig.from(environment).toString()).doesNotContain(SECRET);
    }
}

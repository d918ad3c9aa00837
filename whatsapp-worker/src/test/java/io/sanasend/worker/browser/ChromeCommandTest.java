package io.sanasend.worker.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChromeCommandTest {

    private static final Path BINARY = Path.of("/usr/bin/chromium");
    private static final Path USER_DATA = Path.of("/data/sessions/u1/profile");

    private static List<String> line(BrowserKind kind, boolean root, String... extra) {
        return new ChromeCommand(root, List.of(extra)).line(kind, BINARY, "147", USER_DATA);
    }

    @ParameterizedTest
    @EnumSource
    void beginsWithTheBinaryAndEndsWithAnEmptyPage(BrowserKind kind) {
        assertThat(line(kind, false, "--extra"))
                .startsWith(BINARY.toString())
                .endsWith("--extra", "about:blank")
                .contains("--user-data-dir=" + USER_DATA, "--remote-debugging-port=0");
    }

    @ParameterizedTest
    @EnumSource
    void doesNotCallItselfHeadless(BrowserKind kind) {
        assertThat(line(kind, false))
                .filteredOn(argument -> argument.startsWith("--user-agent="))
                .singleElement()
                .asString()
                .contains("Chrome/147.0.0.0")
                .doesNotContainIgnoringCase("headless");
    }

    @ParameterizedTest
    @EnumSource
    void givesTheSandboxUpOnlyAsRoot(BrowserKind kind) {
        assertThat(line(kind, true)).contains("--no-sandbox");
        assertThat(line(kind, false)).doesNotContain("--no-sandbox");
    }

    @ParameterizedTest
    @EnumSource
    void opensNoDebuggingPortToOthers(BrowserKind kind) {
        assertThat(line(kind, true))
                .noneMatch(argument -> argument.startsWith("--remote-debugging-address"))
                .doesNotContain("--disable-web-security", "--remote-allow-origins=*");
    }

    @Test
    void eachKindHasItsOwnHeadlessMode() {
        assertThat(line(BrowserKind.SHELL, false)).contains("--headless").doesNotContain("--headless=new");
        assertThat(line(BrowserKind.CHROME, false)).contains("--headless=new").doesNotContain("--headless");
    }

    @Test
    void theSwitchesThatSaveMemoryAreForTheShellAlone() {
        assertThat(line(BrowserKind.SHELL, false)).contains("--in-process-gpu", "--renderer-process-limit=1");
        assertThat(line(BrowserKind.CHROME, false)).doesNotContain("--in-process-gpu", "--renderer-process-limit=1");
    }
}

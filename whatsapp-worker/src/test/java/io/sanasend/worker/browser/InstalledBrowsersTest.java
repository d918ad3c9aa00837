package io.sanasend.worker.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sanasend.worker.browser.InstalledBrowsers.Choice;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledBrowsersTest {

    @TempDir
    Path first;

    @TempDir
    Path second;

    private String searchPath;

    @BeforeEach
    void join() {
        searchPath = String.join(File.pathSeparator, "", first.toString(), second.toString());
    }

    private static Path install(Path directory, String name) throws IOException {
        return script(directory, name, "true");
    }

    private static Path script(Path directory, String name, String command) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + command + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private InstalledBrowsers find(Choice choice) {
        return InstalledBrowsers.find(choice, null, null, searchPath);
    }

    @Test
    void theShellIsTriedBeforeChrome() throws IOException {
        Path chromium = install(first, "chromium");
        Path shell = install(second, "chromium-headless-shell");
        Path driver = install(second, "chromedriver");

        InstalledBrowsers found = find(Choice.AUTO);

        assertThat(found.order()).containsExactly(BrowserKind.SHELL, BrowserKind.CHROME);
        assertThat(found.binary(BrowserKind.SHELL)).isEqualTo(shell);
        assertThat(found.binary(BrowserKind.CHROME)).isEqualTo(chromium);
        assertThat(found.chromedriver()).isEqualTo(driver);
    }

    @Test
    void oneBrowserIsEnough() throws IOException {
        install(first, "google-chrome");
        install(first, "chromedriver");

        assertThat(find(Choice.AUTO).order()).containsExactly(BrowserKind.CHROME);
    }

    @Test
    void onlyTheChosenKindIsUsed() throws IOException {
        install(first, "chromium");
        install(first, "chrome-headless-shell");
        install(first, "chromedriver");

        assertThat(find(Choice.CHROME).order()).containsExactly(BrowserKind.CHROME);
        assertThat(find(Choice.SHELL).order()).containsExactly(BrowserKind.SHELL);
    }

    @Test
    void theFirstDirectoryOfThePathWins() throws IOException {
        Path wanted = install(first, "chromium");
        install(second, "chromium");
        install(second, "chromedriver");

        assertThat(find(Choice.AUTO).binary(BrowserKind.CHROME)).isEqualTo(wanted);
    }

    @Test
    void aSettingWinsOverThePath() throws IOException {
        install(first, "chromium");
        install(first, "chromium-headless-shell");
        install(first, "chromedriver");
        Path chrome = install(second, "my-chrome");
        Path driver = install(second, "my-driver");

        InstalledBrowsers found = InstalledBrowsers.find(Choice.AUTO, chrome, driver, searchPath);

        assertThat(found.order()).containsExactly(BrowserKind.CHROME);
        assertThat(found.binary(BrowserKind.CHROME)).isEqualTo(chrome);
        assertThat(found.chromedriver()).isEqualTo(driver);
    }

    @Test
    void aShellThatIsSetIsKnownByItsName() throws IOException {
        install(first, "chromium");
        install(first, "chromedriver");
        Path shell = install(second, "my-headless-thing");

        InstalledBrowsers found = InstalledBrowsers.find(Choice.AUTO, shell, null, searchPath);

        assertThat(found.order()).containsExactly(BrowserKind.SHELL, BrowserKind.CHROME);
        assertThat(found.binary(BrowserKind.SHELL)).isEqualTo(shell);
    }

    @Test
    void aFileThatCannotBeRunIsNoBrowser() throws IOException {
        Files.createFile(first.resolve("chromium"));
        Path wanted = install(second, "chromium");
        install(second, "chromedriver");

        assertThat(find(Choice.AUTO).binary(BrowserKind.CHROME)).isEqualTo(wanted);
    }

    @Test
    void noBrowserAtAllIsToldWithWhatToInstall() throws IOException {
        install(first, "chromedriver");

        assertThatThrownBy(() -> find(Choice.AUTO))
                .isInstanceOf(BrowserUnavailable.class)
                .hasMessageContaining("install chromium-headless-shell or chromium")
                .hasMessageContaining("SANASEND_CHROME");
    }

    @Test
    void aChosenKindThatIsNotThereIsToldByName() throws IOException {
        install(first, "chromium");
        install(first, "chromedriver");

        assertThatThrownBy(() -> find(Choice.SHELL)).hasMessageContaining("SANASEND_BROWSER=shell");
    }

    @Test
    void aMissingDriverIsToldWithWhatToInstall() throws IOException {
        install(first, "chromium");

        assertThatThrownBy(() -> find(Choice.AUTO))
                .isInstanceOf(BrowserUnavailable.class)
                .hasMessageContaining("install chromium-driver")
                .hasMessageContaining("SANASEND_CHROMEDRIVER");
    }

    @Test
    void aSettingThatCannotBeRunIsToldByName() throws IOException {
        install(first, "chromium");
        install(first, "chromedriver");
        Path missing = second.resolve("missing");

        assertThatThrownBy(() -> InstalledBrowsers.find(Choice.AUTO, missing, null, searchPath))
                .hasMessageContaining("SANASEND_CHROME is " + missing);
        assertThatThrownBy(() -> InstalledBrowsers.find(Choice.AUTO, null, missing, searchPath))
                .hasMessageContaining("SANASEND_CHROMEDRIVER is " + missing);
    }

    @Test
    void theVersionIsWhatTheBinarySays() throws IOException {
        Path chromium = script(first, "chromium", "echo 'Chromium 147.0.7390.54 built on Debian'");

        assertThat(InstalledBrowsers.majorVersion(chromium)).isEqualTo("147");
    }

    @Test
    void aBinaryThatNamesNoVersionIsNoBrowser() throws IOException {
        Path other = script(first, "other", "echo hello");

        assertThatThrownBy(() -> InstalledBrowsers.majorVersion(other))
                .isInstanceOf(BrowserUnavailable.class)
                .hasMessageContaining("is it a Chrome or Chromium?");
    }
}

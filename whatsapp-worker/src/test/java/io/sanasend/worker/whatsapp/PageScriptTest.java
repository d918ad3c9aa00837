package io.sanasend.worker.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageScriptTest {

    @Test
    void turnsAnalyticsAndPreviewServersOffBeforeTheLibraryLoads() {
        String script = PageScript.load(null).library();

        assertThat(script.indexOf("disableGoogleAnalytics: true")).isBetween(0, script.indexOf("wa-js v"));
        assertThat(script.indexOf("linkPreviewApiServers: []")).isBetween(0, script.indexOf("wa-js v"));
    }

    @Test
    void takesAnotherLibraryThanThePackagedOne(@TempDir Path directory) throws IOException {
        Path newer = Files.writeString(directory.resolve("newer.js"), "window.WPP = 'newer';");

        String script = PageScript.load(newer).library();

        assertThat(script).contains("window.WPP = 'newer';", "disableGoogleAnalytics: true");
        assertThat(script).doesNotContain("wa-js v");
    }
}

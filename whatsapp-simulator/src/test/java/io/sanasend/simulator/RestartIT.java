package io.sanasend.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.simulator.testing.Chromium;
import io.sanasend.simulator.testing.TestSimulator;
import io.sanasend.simulator.testing.WebPage;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the data directory keeps when the simulator is started again. */
class RestartIT {

    private static final String PHONE = "4915112345678";

    @Test
    void linkedPageReconnectsToANewProcessWithoutACode(@TempDir Path data, @TempDir Path profile) {
        TestSimulator first = TestSimulator.start(0, Optional.of(data));
        try (Chromium browser = Chromium.start(profile)) {
            WebPage page = WebPage.open(browser, first.url());
            first.link(page, PHONE);
            first.put("/control/numbers/4917600000401", "{\"registered\": false}");
            first.close();
            page.until("return WPP.whatsapp.Socket.state === 'OPENING'");

            try (TestSimulator second = TestSimulator.start(first.port(), Optional.of(data))) {
                page.until("return WPP.whatsapp.Socket.state === 'CONNECTED'");

                second.post(
                        "/control/phones/4917600000402/messages", "{\"to\": \"" + PHONE + "\", \"body\": \"back\"}");
                page.untilEvent("chat.new_message chat:back");
                assertThat(page.events()).doesNotContain("conn.stream_mode_changed CONFLICT");
                assertThat(second.get("/control/phones/4917600000401")
                                .body()
                                .get("registered")
                                .asBoolean())
                        .isFalse();
                assertThat(second.messages(PHONE)).hasSize(1);
            }
        }
    }
}

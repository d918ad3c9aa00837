package io.sanasend.simulator.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sanasend.simulator.account.Device;
import io.sanasend.simulator.account.Directory;
import io.sanasend.simulator.account.PhoneNumber;
import io.sanasend.simulator.account.Phones;
import io.sanasend.simulator.device.DeviceLines;
import io.sanasend.simulator.device.Frame;
import io.sanasend.simulator.message.MessageLog;
import io.sanasend.simulator.testing.ManualTimers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

    private static final PhoneNumber ANNA = PhoneNumber.parse("4915112345678");
    private static final PhoneNumber BEN = PhoneNumber.parse("4917600000001");
    private static final Runnable NOBODY = () -> {};

    @TempDir
    Path directory;

    private final ObjectMapper json =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();
    private final ManualTimers time = new ManualTimers();

    private StateDirectory.Parts parts() {
        return new StateDirectory.Parts(
                new Phones(), new Directory(NOBODY), new MessageLog(file -> {}, NOBODY), new DeviceLines(NOBODY));
    }

    private StateDirectory state(StateDirectory.Parts parts) {
        return new StateDirectory(directory, json, parts, time);
    }

    @Test
    void linkIsThereAsSoonAsItWasSaved() {
        StateDirectory.Parts before = parts();
        Device device = new Device("d", "token", ANNA, time.instant());
        before.phones().rename(ANNA, "Anna");
        before.phones().add(device);

        state(before).saveLinks();

        StateDirectory.Parts after = parts();
        state(after).restore();
        assertThat(after.phones().device("d")).contains(device);
        assertThat(after.phones().of(ANNA).name()).isEqualTo("Anna");
    }

    @Test
    void otherChangesAreThereALittleLater() {
        StateDirectory.Parts before = parts();
        StateDirectory state = state(before);
        before.directory().setRegistered(ANNA, false);
        before.directory().setOther(BEN, ANNA);
        before.lines().push("d", "1", Frame.of("message").with("id", "A1"));

        state.changed();
        assertThat(directory.resolve("messages.json")).doesNotExist();
        time.pass(Duration.ofSeconds(1));

        await().until(() -> Files.exists(directory.resolve("messages.json")));
        StateDirectory.Parts after = parts();
        state(after).restore();
        assertThat(after.directory().isRegistered(ANNA)).isFalse();
        assertThat(after.directory().accountOf(BEN)).isEqualTo(ANNA);
        assertThat(after.lines().waiting()).containsOnlyKeys("d");
    }

    @Test
    void emptyDirectoryRestoresNothing() {
        StateDirectory.Parts parts = parts();

        state(parts).restore();

        assertThat(parts.phones().all()).isEqualTo(List.of());
    }

    @Test
    void unreadableFileIsNotSilentlyReplaced() throws IOException {
        Files.writeString(directory.resolve("phones.json"), "{ half a file");

        assertThatThrownBy(() -> state(parts()).restore())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("phones.json");
    }
}

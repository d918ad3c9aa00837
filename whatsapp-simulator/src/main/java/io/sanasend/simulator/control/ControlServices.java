package io.sanasend.simulator.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sanasend.simulator.account.Device;
import io.sanasend.simulator.account.Directory;
import io.sanasend.simulator.account.Phones;
import io.sanasend.simulator.device.Cuts;
import io.sanasend.simulator.device.DeviceLines;
import io.sanasend.simulator.link.Linking;
import io.sanasend.simulator.link.Tokens;
import io.sanasend.simulator.message.Arrivals;
import io.sanasend.simulator.message.Exchange;
import io.sanasend.simulator.message.MediaFiles;
import io.sanasend.simulator.message.MessageLog;
import io.sanasend.simulator.message.Postman;
import io.sanasend.simulator.setting.SettingsBook;
import java.util.Map;

/** What the control routes work with. */
public record ControlServices(
        ObjectMapper json,
        Phones phones,
        Directory directory,
        DeviceLines lines,
        Cuts cuts,
        Linking linking,
        Exchange exchange,
        Postman postman,
        MessageLog log,
        Arrivals arrivals,
        MediaFiles media,
        SettingsBook settings,
        Tokens tokens,
        World world) {

    /** What concerns the simulator as a whole. */
    public interface World {

        /** Unlinks a device, as its phone does it. */
        void unlink(Device device, String reason);

        /** Forgets phones, devices, messages, numbers, groups and settings. */
        void reset();

        /** The settings are others now; open pages may have to hear of it. */
        void settingsChanged();

        /** Numbers for tests: page loads, open sockets, arrivals. */
        Map<String, Long> counters();
    }
}

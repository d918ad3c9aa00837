package io.sanasend.simulator.page;

import io.sanasend.simulator.account.Device;
import io.sanasend.simulator.account.Directory;
import io.sanasend.simulator.account.Phones;
import io.sanasend.simulator.device.Cuts;
import io.sanasend.simulator.device.DeviceLines;
import io.sanasend.simulator.link.Linking;
import io.sanasend.simulator.message.Exchange;
import io.sanasend.simulator.message.MediaFiles;
import io.sanasend.simulator.message.Postman;
import io.sanasend.simulator.setting.SettingsBook;
import io.sanasend.simulator.time.Timers;

/** What the pages are served with. */
public record PageServices(
        Phones phones,
        Directory directory,
        DeviceLines lines,
        Cuts cuts,
        Linking linking,
        Unlinking unlinking,
        Exchange exchange,
        Postman postman,
        MediaFiles media,
        SettingsBook settings,
        Timers timers) {

    /** Ends a link, whoever asked for it. */
    @FunctionalInterface
    public interface Unlinking {

        void unlink(Device device, String reason);
    }
}

package io.sanasend.simulator.setting;

import io.sanasend.simulator.account.PhoneNumber;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The settings in force now. Safe for use by any thread; not kept over a restart of the process. */
public final class SettingsBook {

    private final Map<PhoneNumber, SendBehaviour> perPhone = new ConcurrentHashMap<>();
    private volatile Settings settings = Settings.DEFAULT;

    public Settings current() {
        return settings;
    }

    public void replace(Settings replacement) {
        settings = replacement;
    }

    public SendBehaviour of(PhoneNumber phone) {
        return perPhone.getOrDefault(phone, SendBehaviour.SAME);
    }

    public void replace(PhoneNumber phone, SendBehaviour behaviour) {
        perPhone.put(phone, behaviour);
    }

    /** What a send of this phone meets. */
    public SendBehaviour.Effective sendsOf(PhoneNumber phone) {
        return of(phone).over(settings);
    }

    public void reset() {
        perPhone.clear();
        settings = Settings.DEFAULT;
    }
}

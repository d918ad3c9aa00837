package io.sanasend.simulator.link;

import io.sanasend.simulator.account.Device;
import io.sanasend.simulator.account.PhoneNumber;
import io.sanasend.simulator.account.Phones;
import io.sanasend.simulator.setting.SettingsBook;
import io.sanasend.simulator.time.Timers;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Codes that pages show, and the phones that scan them. A page gets a round of {@value Round#REFS} refs; a refresh or a
 * new connection begins a new round. Safe for use by any thread. Remembers the last {@value #MOST_REFS} refs, to tell an
 * expired code from one that never was.
 */
public final class Linking {

    private static final int MOST_REFS = 10_000;
    private static final int SECONDS_TO_STORE = 10;

    private enum Fate {
        SHOWN,
        EXPIRED,
        USED
    }

    /** A ref that is no longer shown keeps its keys, but not the page and its connection. */
    private record Ref(@Nullable LinkingPage page, String keys, Fate fate) {

        Ref became(Fate newFate) {
            return new Ref(null, keys, newFate);
        }
    }

    private final Map<String, Ref> refs = new LinkedHashMap<>();
    private final Map<LinkingPage, Round> rounds = new LinkedHashMap<>();
    private final Map<LinkingPage, PairingCode> pairingCodes = new LinkedHashMap<>();
    private final Phones phones;
    private final SettingsBook settings;
    private final Tokens tokens;
    private final Timers timers;
    private final Clock clock;
    private final Runnable linked;

    /** @param linked run when a device was added, before anybody hears that the link is made */
    public Linking(Phones phones, SettingsBook settings, Tokens tokens, Timers timers, Clock clock, Runnable linked) {
        this.phones = phones;
        this.settings = settings;
        this.tokens = tokens;
        this.timers = timers;
        this.clock = clock;
        this.linked = linked;
    }

    private record PairingCode(PhoneNumber phone, String code) {}

    /** Begins a round of codes, ending the one that runs. */
    public synchronized void begin(LinkingPage page) {
        endRound(page);
        Round round = new Round(settings.current(), timers, new Round.Display() {
            @Override
            public void show(Round shown) {
                next(page, shown);
            }

            @Override
            public void over(Round over) {
                idle(page, over);
            }
        });
        rounds.put(page, round);
        round.start();
    }

    /** The page is gone. */
    public synchronized void end(LinkingPage page) {
        endRound(page);
        pairingCodes.remove(page);
        expireShown(page);
    }

    /** Makes a code that the phone's owner types instead of scanning. */
    public synchronized String pairingCode(LinkingPage page, PhoneNumber phone) {
        String code = tokens.pairingCode();
        pairingCodes.put(page, new PairingCode(phone, code));
        return code;
    }

    /**
     * A phone scans a code: its whole text, or the part that {@code getAuthCode} gives. Waits for the page.
     *
     * @param name what the phone's owner is called from now on
     */
    public Scan scan(String text, PhoneNumber phone, Optional<String> name) {
        String payload = text.substring(text.indexOf('#') + 1).strip();
        int comma = payload.indexOf(',');
        String ref = comma < 0 ? payload : payload.substring(0, comma);
        String keys = comma < 0 ? "" : payload.substring(comma + 1);
        LinkingPage page;
        synchronized (this) {
            Ref known = refs.get(ref);
            if (known == null || !known.keys().startsWith(withoutPlatform(keys))) {
                return new Scan.Unknown();
            }
            if (known.page() == null) {
                return known.fate() == Fate.USED ? new Scan.Used() : new Scan.Expired();
            }
            if (!phones.canLink(phone)) {
                return new Scan.TooManyDevices();
            }
            refs.put(ref, known.became(Fate.USED));
            page = known.page();
            name.ifPresent(given -> phones.rename(phone, given));
            endRound(page);
        }
        return grant(page, phone);
    }

    /** A phone's owner types a pairing code. Waits for the page. */
    public Scan type(String code, PhoneNumber phone) {
        PairingCode typed = new PairingCode(phone, code.replace("-", "").toUpperCase(Locale.ROOT));
        Optional<LinkingPage> page;
        synchronized (this) {
            page = pairingCodes.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(typed))
                    .map(Map.Entry::getKey)
                    .findFirst();
            if (page.isEmpty()) {
                return new Scan.Unknown();
            }
            if (!phones.canLink(phone)) {
                return new Scan.TooManyDevices();
            }
            end(page.get());
        }
        return grant(page.get(), phone);
    }

    private Scan grant(LinkingPage page, PhoneNumber phone) {
        page.pairing();
        Device device = new Device(tokens.deviceId(), tokens.secret(), phone, clock.instant());
        try {
            Device stored = page.grant(device)
                    .orTimeout(SECONDS_TO_STORE, TimeUnit.SECONDS)
                    .join();
            phones.add(stored);
            linked.run();
            page.linked(stored);
            return new Scan.Linked(stored);
        } catch (CancellationException _) {
            return new Scan.PageGone();
        } catch (CompletionException _) {
            // The page is there, but could not store its credentials: it shows codes again.
            begin(page);
            return new Scan.PageGone();
        }
    }

    private synchronized void next(LinkingPage page, Round round) {
        if (rounds.get(page) != round) {
            return;
        }
        expireShown(page);
        String ref = tokens.ref();
        refs.put(ref, new Ref(page, page.keys(), Fate.SHOWN));
        if (refs.size() > MOST_REFS) {
            refs.remove(refs.keySet().iterator().next());
        }
        page.show(ref);
    }

    private synchronized void idle(LinkingPage page, Round round) {
        if (rounds.get(page) != round) {
            return;
        }
        expireShown(page);
        page.idle();
    }

    private void expireShown(LinkingPage page) {
        refs.replaceAll((text, ref) -> ref.page() == page ? ref.became(Fate.EXPIRED) : ref);
    }

    private void endRound(LinkingPage page) {
        @Nullable Round running = rounds.remove(page);
        if (running != null) {
            running.stop();
        }
    }

    private static String withoutPlatform(String keys) {
        String[] parts = keys.split(",");
        return parts.length <= 3 ? keys : String.join(",", parts[0], parts[1], parts[2]);
    }
}

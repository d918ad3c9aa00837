package io.sanasend.simulator.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.simulator.account.Device;
import io.sanasend.simulator.account.PhoneNumber;
import io.sanasend.simulator.account.Phones;
import io.sanasend.simulator.setting.SettingsBook;
import io.sanasend.simulator.testing.ManualTimers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LinkingTest {

    private static final PhoneNumber PHONE = PhoneNumber.parse("+49 151 12345678");

    private final ManualTimers time = new ManualTimers();
    private final Phones phones = new Phones();
    private final List<String> links = new ArrayList<>();
    private final Linking linking =
            new Linking(phones, new SettingsBook(), new Tokens(new Random(1)), time, time, () -> links.add("saved"));
    private final FakePage page = new FakePage();

    private static final class FakePage implements LinkingPage {

        private final List<String> shown = new ArrayList<>();
        private boolean idle;
        private boolean pairing;
        private boolean goesAway;
        private Device device;

        @Override
        public void show(String ref) {
            shown.add(ref);
            idle = false;
        }

        @Override
        public void idle() {
            idle = true;
        }

        @Override
        public void pairing() {
            pairing = true;
        }

        @Override
        public CompletableFuture<Device> grant(Device granted) {
            CompletableFuture<Device> stored = new CompletableFuture<>();
            if (goesAway) {
                stored.cancel(false);
            } else {
                stored.complete(granted);
            }
            return stored;
        }

        @Override
        public void linked(Device made) {
            device = made;
        }

        @Override
        public String keys() {
            return "noise,identity,secret,1";
        }

        String code() {
            return "https://wa.me/settings/linked_devices#" + shown.getLast() + "," + keys();
        }
    }

    private Scan scan(String text, PhoneNumber phone) {
        return linking.scan(text, phone, Optional.empty());
    }

    @Test
    void refusedScanDoesNotRenameThePhone() {
        linking.begin(page);

        linking.scan("anything", PHONE, Optional.of("Anna"));
        assertThat(phones.all()).isEmpty();
        linking.scan(page.code(), PHONE, Optional.of("Anna"));

        assertThat(phones.of(PHONE).name()).isEqualTo("Anna");
    }

    @Test
    void codesChangeAfterSixtySecondsAndThenEachTwenty() {
        linking.begin(page);
        List<Integer> shownAfter = new ArrayList<>();
        for (int second = 0; second <= 140; second += 20) {
            shownAfter.add(page.shown.size());
            time.pass(Duration.ofSeconds(20));
        }

        assertThat(shownAfter).containsExactly(1, 1, 1, 2, 3, 4, 5, 6);
        assertThat(page.shown).doesNotHaveDuplicates();
        assertThat(page.idle).isTrue();
    }

    @Test
    void roundIsNotOverASecondBefore() {
        linking.begin(page);

        time.pass(Duration.ofSeconds(159));

        assertThat(page.shown).hasSize(6);
        assertThat(page.idle).isFalse();
    }

    @Test
    void newRoundEndsTheOneThatRuns() {
        linking.begin(page);
        time.pass(Duration.ofSeconds(50));
        linking.begin(page);

        time.pass(Duration.ofSeconds(59));

        assertThat(page.shown).hasSize(2);
    }

    @Test
    void scanLinksThePhoneAndStopsTheRound() {
        linking.begin(page);

        Scan scan = scan(page.code(), PHONE);

        assertThat(scan).isEqualTo(new Scan.Linked(page.device));
        assertThat(page.pairing).isTrue();
        assertThat(phones.device(page.device.id())).contains(page.device);
        assertThat(links).containsExactly("saved");
        time.pass(Duration.ofMinutes(5));
        assertThat(page.shown).hasSize(1);
        assertThat(page.idle).isFalse();
    }

    @Test
    void codeWithoutPrefixAndPlatformIsTheSameCode() {
        linking.begin(page);

        assertThat(scan(page.shown.getLast() + ",noise,identity,secret", PHONE)).isInstanceOf(Scan.Linked.class);
    }

    @Test
    void codeWithOtherKeysIsUnknown() {
        linking.begin(page);

        assertThat(scan(page.shown.getLast() + ",noise,other,secret,1", PHONE)).isEqualTo(new Scan.Unknown());
        assertThat(scan("anything", PHONE)).isEqualTo(new Scan.Unknown());
    }

    @Test
    void olderCodeIsExpiredAndUsedCodeIsUsed() {
        linking.begin(page);
        String first = page.code();
        time.pass(Duration.ofSeconds(60));
        String second = page.code();

        assertThat(scan(first, PHONE)).isEqualTo(new Scan.Expired());
        assertThat(scan(second, PHONE)).isInstanceOf(Scan.Linked.class);
        assertThat(scan(second, PHONE)).isEqualTo(new Scan.Used());
    }

    @Test
    void codeOfAPageThatIsGoneIsExpired() {
        linking.begin(page);
        String code = page.code();

        linking.end(page);

        assertThat(scan(code, PHONE)).isEqualTo(new Scan.Expired());
    }

    @Test
    void nothingIsLinkedWhenThePageGoesAwayBeforeItStored() {
        linking.begin(page);
        page.goesAway = true;

        assertThat(scan(page.code(), PHONE)).isEqualTo(new Scan.PageGone());
        assertThat(phones.of(PHONE).isLinked()).isFalse();
        assertThat(links).isEmpty();
    }

    @Test
    void fifthDeviceIsRefused() {
        for (int i = 0; i < 4; i++) {
            FakePage other = new FakePage();
            linking.begin(other);
            assertThat(scan(other.code(), PHONE)).isInstanceOf(Scan.Linked.class);
        }
        linking.begin(page);

        assertThat(scan(page.code(), PHONE)).isEqualTo(new Scan.TooManyDevices());
    }

    @Test
    void pairingCodeLinksOnlyThePhoneItWasMadeFor() {
        linking.begin(page);
        String code = linking.pairingCode(page, PHONE);

        assertThat(linking.type(code, PhoneNumber.parse("4917600000001"))).isEqualTo(new Scan.Unknown());
        assertThat(linking.type(code.toLowerCase(Locale.ROOT), PHONE)).isInstanceOf(Scan.Linked.class);
        assertThat(linking.type(code, PHONE)).isEqualTo(new Scan.Unknown());
    }

    @Test
    void oneCodeScannedAtOnceByManyPhonesLinksOneOfThem() throws Exception {
        linking.begin(page);
        String code = page.code();
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Scan>> scans = new ArrayList<>();

        try (ExecutorService phonesAtOnce = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                PhoneNumber phone = PhoneNumber.parse("49151000000" + (10 + i));
                scans.add(phonesAtOnce.submit(() -> {
                    start.await();
                    return scan(code, phone);
                }));
            }
            start.countDown();
        }

        long linked = scans.stream()
                .map(Future::resultNow)
                .filter(Scan.Linked.class::isInstance)
                .count();
        assertThat(linked).isEqualTo(1);
    }
}

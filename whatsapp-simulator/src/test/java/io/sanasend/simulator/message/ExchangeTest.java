package io.sanasend.simulator.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.simulator.account.Address;
import io.sanasend.simulator.account.Device;
import io.sanasend.simulator.account.Directory;
import io.sanasend.simulator.account.Directory.Group;
import io.sanasend.simulator.account.PhoneNumber;
import io.sanasend.simulator.account.Phones;
import io.sanasend.simulator.device.DeviceLines;
import io.sanasend.simulator.device.Frame;
import io.sanasend.simulator.message.Exchange.Outgoing;
import io.sanasend.simulator.message.Exchange.Verdict;
import io.sanasend.simulator.setting.SendBehaviour;
import io.sanasend.simulator.setting.Settings;
import io.sanasend.simulator.setting.SettingsBook;
import io.sanasend.simulator.testing.ManualTimers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExchangeTest {

    private static final PhoneNumber ANNA = PhoneNumber.parse("4915112345678");
    private static final PhoneNumber BEN = PhoneNumber.parse("4917600000001");
    private static final PhoneNumber CLEO = PhoneNumber.parse("4917600000002");
    private static final Runnable NOBODY = () -> {};

    @TempDir
    Path directoryOfFiles;

    private final ManualTimers time = new ManualTimers();
    private final Phones phones = new Phones();
    private final Directory directory = new Directory(NOBODY);
    private final DeviceLines lines = new DeviceLines(NOBODY);
    private final SettingsBook settings = new SettingsBook();
    private final MessageLog log = new MessageLog(file -> {}, NOBODY);
    private final Arrivals arrivals = new Arrivals();
    private final Device device = new Device("anna-1", "token", ANNA, time.instant());
    private Exchange exchange;

    @BeforeEach
    void link() {
        exchange = new Exchange(
                new Exchange.Mail(log, new MediaFiles(directoryOfFiles), arrivals),
                new Postman(phones, lines, settings),
                new Exchange.People(phones, directory),
                settings,
                time,
                time);
        phones.add(device);
    }

    private Outgoing toBen(String id) {
        return new Outgoing(id, new Address.Person(BEN), "4917600000001@c.us", Content.text("Hello"));
    }

    private List<String> waitingAt(String deviceId) {
        return lines.waiting().getOrDefault(deviceId, List.of()).stream()
                .map(ExchangeTest::describe)
                .toList();
    }

    private static String describe(Frame frame) {
        Map<String, ?> fields = frame.json();
        return fields.get("t").equals("ack") ? "ack " + fields.get("ack") : String.valueOf(fields.get("t"));
    }

    private void change(boolean answer, boolean lostAfterTaking) {
        settings.replace(ANNA, new SendBehaviour(null, null, answer, lostAfterTaking, null));
    }

    @Test
    void takenMessageIsDeliveredAMomentLater() {
        Verdict verdict = exchange.send(device, toBen("A1"));

        assertThat(verdict).isEqualTo(new Verdict.Taken(time.instant().getEpochSecond()));
        assertThat(log.of(BEN)).singleElement().extracting(Message::ack).isEqualTo(1);
        time.pass(Duration.ofSeconds(1));
        assertThat(log.of(BEN)).singleElement().extracting(Message::ack).isEqualTo(2);
        assertThat(waitingAt("anna-1")).containsExactly("ack 2");
    }

    @Test
    void arrivalsAreNumberedAndTellRepetitions() throws InterruptedException {
        exchange.send(device, toBen("A1"));
        exchange.send(device, toBen("A2"));
        exchange.send(device, toBen("A1"));

        List<Arrivals.Arrival> all = arrivals.after(0, 10, Duration.ZERO);
        assertThat(all).extracting(Arrivals.Arrival::number).containsExactly(1L, 2L, 3L);
        assertThat(all).extracting(arrival -> arrival.message().id()).containsExactly("A1", "A2", "A1");
        assertThat(all).extracting(Arrivals.Arrival::again).containsExactly(false, false, true);
        assertThat(arrivals.after(2, 10, Duration.ZERO)).hasSize(1);
        assertThat(arrivals.after(3, 10, Duration.ofMillis(1))).isEmpty();
    }

    @Test
    void whoWatchesHearsOfAnArrivalAtOnce() throws Exception {
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Arrivals.Arrival>> seen = thread.submit(() -> arrivals.after(0, 10, Duration.ofSeconds(30)));

            exchange.send(device, toBen("A1"));

            assertThat(seen.get(10, TimeUnit.SECONDS)).hasSize(1);
        }
    }

    @Test
    void deliveryWaitsForTheLatencyOfTheAnswer() {
        settings.replace(ANNA, new SendBehaviour(5_000, null, null, null, null));
        exchange.send(device, toBen("A1"));

        time.pass(Duration.ofSeconds(5));
        assertThat(waitingAt("anna-1")).isEmpty();
        time.pass(Duration.ofSeconds(1));

        assertThat(waitingAt("anna-1")).containsExactly("ack 2");
    }

    @Test
    void sameIdIsCountedButNotDeliveredTwice() {
        Device bens = new Device("ben-1", "token", BEN, time.instant());
        phones.add(bens);

        exchange.send(device, toBen("A1"));
        lines.confirm("ben-1", "A1");
        exchange.send(device, toBen("A1"));

        assertThat(log.of(BEN)).singleElement().extracting(Message::arrivals).isEqualTo(2);
        assertThat(waitingAt("ben-1")).isEmpty();
    }

    @Test
    void refusedMessageIsNotTaken() {
        settings.replace(ANNA, new SendBehaviour(null, "ERROR_RATE_LIMIT", null, null, null));

        assertThat(exchange.send(device, toBen("A1"))).isEqualTo(new Verdict.Refused("ERROR_RATE_LIMIT"));
        assertThat(log.of(BEN)).isEmpty();
        assertThat(exchange.arrivals()).isEqualTo(1);
    }

    @Test
    void silenceLeavesOpenWhetherTheMessageWasTaken() {
        change(false, true);
        assertThat(exchange.send(device, toBen("A1"))).isEqualTo(new Verdict.Silence());
        change(false, false);
        assertThat(exchange.send(device, toBen("A2"))).isEqualTo(new Verdict.Silence());

        assertThat(log.of(BEN)).extracting(Message::id).containsExactly("A1");
    }

    @Test
    void onePhoneMayPassWhileAllAreRefused() {
        settings.replace(ANNA, new SendBehaviour(null, "OK", null, null, null));

        assertThat(exchange.send(device, toBen("A1"))).isInstanceOf(Verdict.Taken.class);
    }

    @Test
    void readingRaisesTheAckOnceAndNeverLowersIt() {
        exchange.send(device, toBen("A1"));

        assertThat(exchange.read(BEN, "A1")).get().extracting(Message::ack).isEqualTo(3);
        time.pass(Duration.ofSeconds(1));

        assertThat(log.of(BEN)).singleElement().extracting(Message::ack).isEqualTo(3);
        assertThat(exchange.read(ANNA, "A1")).isEmpty();
        assertThat(exchange.read(CLEO, "A1")).isEmpty();
    }

    @Test
    void forcedAcksGoOutInAnyOrder() {
        exchange.send(device, toBen("A1"));

        exchange.force("A1", 3);
        exchange.force("A1", 2);

        assertThat(waitingAt("anna-1")).containsExactly("ack 3", "ack 2");
        assertThat(exchange.force("unknown", 2)).isEmpty();
    }

    @Test
    void undeliveredIsWhatIsWrittenToAnUnregisteredNumber() {
        directory.setRegistered(BEN, false);
        exchange.send(device, toBen("A1"));

        time.pass(Duration.ofMinutes(1));

        assertThat(log.of(BEN)).singleElement().extracting(Message::ack).isEqualTo(1);
    }

    @Test
    void groupMessageGoesToAllMembersButItsSender() {
        directory.put(new Group("120363000000000001", "Team", List.of(ANNA, BEN, CLEO)));
        Address.Group group = new Address.Group("120363000000000001");

        exchange.send(device, new Outgoing("G1", group, group.wid(), Content.text("Hello team")));

        assertThat(log.of(BEN)).hasSize(1);
        assertThat(log.of(CLEO)).hasSize(1);
        assertThat(log.of(ANNA))
                .singleElement()
                .satisfies(message -> assertThat(message.recipients()).containsExactly(BEN, CLEO));
    }

    @Test
    void writingPhoneReachesTheDevicesOfTheRecipientAndItsOwn() {
        exchange.write(BEN, new Outgoing("P1", new Address.Person(ANNA), "4915112345678@c.us", Content.text("Hi")));
        exchange.write(ANNA, toBen("P2"));

        assertThat(waitingAt("anna-1")).containsExactly("message", "message");
    }

    @Test
    void lidAddressesAreUsedWhenTheyAreSwitchedOn() {
        Settings plain = settings.current();
        assertThat(new Postman(phones, lines, settings).addressOf(BEN)).isEqualTo("4917600000001@c.us");

        settings.replace(new Settings(
                plain.latencyMs(),
                plain.syncMs(),
                null,
                true,
                true,
                true,
                false,
                true,
                plain.cmd(),
                true,
                false,
                false,
                0,
                60,
                20,
                false,
                plain.version()));

        String lid = new Postman(phones, lines, settings).addressOf(BEN);
        assertThat(lid).endsWith("@lid");
        assertThat(Address.parse(lid)).contains(new Address.Person(BEN));
    }
}

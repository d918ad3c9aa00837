package io.sanasend.simulator.message;

import io.sanasend.simulator.account.Address;
import io.sanasend.simulator.account.Device;
import io.sanasend.simulator.account.Directory;
import io.sanasend.simulator.account.PhoneNumber;
import io.sanasend.simulator.account.Phones;
import io.sanasend.simulator.setting.SendBehaviour;
import io.sanasend.simulator.setting.SettingsBook;
import io.sanasend.simulator.time.Timers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages from devices and phones, hands them to those they are for, and carries acks back. Safe for use by any
 * thread.
 */
public final class Exchange {

    /** A phone tells a little after the server, so that ack 2 never comes before ack 1. */
    private static final Duration TO_THE_PHONE = Duration.ofMillis(30);

    /** What a device handed in. */
    public record Outgoing(String id, Address to, String chat, Content content) {}

    /** What the device is told about it. */
    public sealed interface Verdict {

        record Taken(long epochSecond) implements Verdict {}

        record Refused(String result) implements Verdict {}

        /** The device hears nothing, ever. */
        record Silence() implements Verdict {}
    }

    private final MessageLog log;
    private final Postman postman;
    private final MediaFiles media;
    private final Phones phones;
    private final Directory directory;
    private final SettingsBook settings;
    private final Timers timers;
    private final Clock clock;
    private final Arrivals arrivals;
    private final AtomicLong sends = new AtomicLong();

    public Exchange(Mail mail, Postman postman, People people, SettingsBook settings, Timers timers, Clock clock) {
        this.log = mail.log();
        this.media = mail.media();
        this.arrivals = mail.arrivals();
        this.postman = postman;
        this.phones = people.phones();
        this.directory = people.directory();
        this.settings = settings;
        this.timers = timers;
        this.clock = clock;
    }

    /** Where messages and their files are kept, and who may watch them come. */
    public record Mail(MessageLog log, MediaFiles media, Arrivals arrivals) {}

    /** Who is there to write to each other. */
    public record People(Phones phones, Directory directory) {}

    /** A device sends. The verdict is due after the latency that the settings ask for. */
    public Verdict send(Device device, Outgoing outgoing) {
        sends.incrementAndGet();
        SendBehaviour.Effective behaviour = settings.sendsOf(device.phone());
        if (behaviour.refuse() != null) {
            return new Verdict.Refused(behaviour.refuse());
        }
        if (!behaviour.answer() && !behaviour.answerLostAfterTaking()) {
            return new Verdict.Silence();
        }
        Message message = take(device.phone(), outgoing, device, behaviour.latency());
        return behaviour.answer() ? new Verdict.Taken(message.at().getEpochSecond()) : new Verdict.Silence();
    }

    /** A phone sends. */
    public Message write(PhoneNumber from, Outgoing outgoing) {
        return take(from, outgoing, null, Duration.ZERO);
    }

    /** A recipient has read a message. Empty when it has no such message. */
    public Optional<Message> read(PhoneNumber reader, String id) {
        return log.find(reader, id)
                .filter(message -> !message.from().equals(reader))
                .flatMap(message -> raise(message, Message.READ));
    }

    /** Sets an ack in any order, for all messages with the id. Answers those messages. */
    public List<Message> force(String id, int ack) {
        List<Message> changed = log.withId(id).stream()
                .map(message -> log.change(message.from(), id, known -> known.withAck(ack)))
                .flatMap(Optional::stream)
                .toList();
        changed.forEach(postman::acknowledge);
        return changed;
    }

    /** How many sends arrived, refused and repeated ones included. */
    public long arrivals() {
        return sends.get();
    }

    private Message take(PhoneNumber from, Outgoing outgoing, @Nullable Device device, Duration latency) {
        Message message = new Message(
                outgoing.id(),
                from,
                outgoing.to(),
                outgoing.chat(),
                recipients(from, outgoing.to()),
                outgoing.content(),
                clock.instant(),
                Message.TAKEN,
                1);
        phones.use(from);
        boolean known = !log.arrive(message);
        arrivals.add(message, known);
        if (!known) {
            claimFile(message);
            message.recipients().forEach(phones::use);
            postman.deliver(message, device);
            deliverByItself(message, latency.plus(TO_THE_PHONE));
        }
        return message;
    }

    private void claimFile(Message message) {
        StoredFile file = message.content().file();
        if (file != null) {
            media.claim(file);
        }
    }

    private List<PhoneNumber> recipients(PhoneNumber from, Address to) {
        return switch (to) {
            case Address.Person(PhoneNumber number) -> List.of(number);
            case Address.Group(String id) ->
                directory.group(id).stream()
                        .flatMap(group -> group.participants().stream())
                        .filter(participant -> !participant.equals(from))
                        .toList();
        };
    }

    private void deliverByItself(Message message, Duration delay) {
        boolean reachable = !message.recipients().isEmpty() && directory.exists(message.to());
        if (reachable && settings.current().autoDeliver()) {
            timers.after(delay, () -> raise(message, Message.DELIVERED));
        }
    }

    private Optional<Message> raise(Message message, int ack) {
        Optional<Message> changed =
                log.change(message.from(), message.id(), known -> known.ack() >= ack ? known : known.withAck(ack));
        changed.filter(now -> now.ack() == ack).ifPresent(postman::acknowledge);
        return changed;
    }
}

package io.sanasend.simulator.account;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The phones that somebody uses, and the devices they have linked. A phone appears here when it first links a device,
 * writes, or is written to. Safe for use by any thread. Holds at most {@value #MOST_PHONES} phones; the oldest one
 * without a device makes room.
 */
public final class Phones {

    private static final int MOST_PHONES = 10_000;
    private static final int MOST_DEVICES = 4;

    /** A phone as it is now. */
    public record Phone(PhoneNumber number, String name, List<Device> devices) {

        public Phone {
            devices = List.copyOf(devices);
        }

        public boolean isLinked() {
            return !devices.isEmpty();
        }
    }

    private final Map<PhoneNumber, Phone> phones = new LinkedHashMap<>();

    public synchronized List<Phone> all() {
        return List.copyOf(phones.values());
    }

    /** The phone with this number, whether somebody uses it or not. */
    public synchronized Phone of(PhoneNumber number) {
        return phones.getOrDefault(number, new Phone(number, "+" + number.digits(), List.of()));
    }

    /** From now on somebody uses the phone with this number. */
    public synchronized Phone use(PhoneNumber number) {
        Phone phone = of(number);
        if (!phones.containsKey(number)) {
            makeRoom();
            phones.put(number, phone);
        }
        return phone;
    }

    public synchronized void rename(PhoneNumber number, String name) {
        phones.put(number, new Phone(number, name, use(number).devices()));
    }

    /** Whether the phone can link one more device. */
    public synchronized boolean canLink(PhoneNumber number) {
        return of(number).devices().size() < MOST_DEVICES;
    }

    public synchronized void add(Device device) {
        Phone phone = use(device.phone());
        List<Device> devices = new ArrayList<>(phone.devices());
        devices.add(device);
        phones.put(phone.number(), new Phone(phone.number(), phone.name(), devices));
    }

    public synchronized void remove(Device device) {
        Phone phone = of(device.phone());
        List<Device> devices = phone.devices().stream()
                .filter(each -> !each.id().equals(device.id()))
                .toList();
        phones.put(phone.number(), new Phone(phone.number(), phone.name(), devices));
    }

    public synchronized Optional<Device> device(String id) {
        return phones.values().stream()
                .flatMap(phone -> phone.devices().stream())
                .filter(device -> device.id().equals(id))
                .findFirst();
    }

    public synchronized void restore(List<Phone> restored) {
        phones.clear();
        restored.forEach(phone -> phones.put(phone.number(), phone));
    }

    private void makeRoom() {
        if (phones.size() >= MOST_PHONES) {
            phones.values().stream()
                    .filter(phone -> !phone.isLinked())
                    .findFirst()
                    .ifPresent(oldest -> phones.remove(oldest.number()));
        }
    }
}

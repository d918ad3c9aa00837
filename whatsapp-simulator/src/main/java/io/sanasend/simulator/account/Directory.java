package io.sanasend.simulator.account;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which numbers are on WhatsApp, and which groups exist. Every well-formed number is registered unless somebody said
 * otherwise. Safe for use by any thread.
 */
public final class Directory {

    /** A group and who is in it. */
    public record Group(String id, String subject, List<PhoneNumber> participants) {

        public Group {
            participants = List.copyOf(participants);
        }
    }

    private final Set<PhoneNumber> unregistered = ConcurrentHashMap.newKeySet();
    private final Map<PhoneNumber, PhoneNumber> others = new ConcurrentHashMap<>();
    private final Map<String, Group> groups = new ConcurrentHashMap<>();
    private final Runnable changed;

    /** @param changed told about each change */
    public Directory(Runnable changed) {
        this.changed = changed;
    }

    public boolean isRegistered(PhoneNumber number) {
        return !unregistered.contains(number);
    }

    public void setRegistered(PhoneNumber number, boolean registered) {
        if (registered) {
            unregistered.remove(number);
        } else {
            unregistered.add(number);
        }
        changed.run();
    }

    /**
     * Makes lookups of a number answer with another one, as they do where numbers have grown a digit: in Brazil the
     * account of a number with the ninth digit may be the number without it.
     */
    public void setOther(PhoneNumber asked, PhoneNumber account) {
        if (asked.equals(account)) {
            others.remove(asked);
        } else {
            others.put(asked, account);
        }
        changed.run();
    }

    /** The number of the account that a lookup of this number finds. */
    public PhoneNumber accountOf(PhoneNumber asked) {
        return others.getOrDefault(asked, asked);
    }

    public Map<PhoneNumber, PhoneNumber> others() {
        return Map.copyOf(others);
    }

    public Optional<Group> group(String id) {
        return Optional.ofNullable(groups.get(id));
    }

    public void put(Group group) {
        groups.put(group.id(), group);
        changed.run();
    }

    /** Whether messages can go there. */
    public boolean exists(Address address) {
        return switch (address) {
            case Address.Person(PhoneNumber number) -> isRegistered(number);
            case Address.Group(String id) -> groups.containsKey(id);
        };
    }

    public List<PhoneNumber> unregistered() {
        return unregistered.stream()
                .sorted((a, b) -> a.digits().compareTo(b.digits()))
                .toList();
    }

    public List<Group> groups() {
        return new TreeSet<>(groups.keySet()).stream().map(groups::get).toList();
    }

    public void restore(
            List<PhoneNumber> unregisteredNumbers,
            Map<PhoneNumber, PhoneNumber> otherNumbers,
            List<Group> restoredGroups) {
        reset();
        unregistered.addAll(unregisteredNumbers);
        others.putAll(otherNumbers);
        restoredGroups.forEach(group -> groups.put(group.id(), group));
    }

    public void reset() {
        unregistered.clear();
        others.clear();
        groups.clear();
    }
}

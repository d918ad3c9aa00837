package io.sanasend.simulator.account;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/** Where a message goes: a person or a group. */
public sealed interface Address {

    /** The address in the form that the page uses for phone numbers and groups. */
    @JsonValue
    String wid();

    /** A person, whichever of the two addresses of the account the sender used. */
    record Person(PhoneNumber number) implements Address {

        @Override
        public String wid() {
            return number.digits() + "@c.us";
        }

        /** The account's other address, which hides the number from strangers. */
        public String lid() {
            return Lid.of(number) + "@lid";
        }
    }

    /** A group by its id without the server part. */
    record Group(String id) implements Address {

        @Override
        public String wid() {
            return id + "@g.us";
        }
    }

    /** Reads an address that is known to be well-formed. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Address of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not an address"));
    }

    /** Reads {@code 49…@c.us}, {@code 8…@lid}, {@code …@g.us} or a bare number; empty for anything else. */
    static Optional<Address> parse(String text) {
        int at = text.indexOf('@');
        String user = (at < 0 ? text : text.substring(0, at)).replaceFirst(":\\d+$", "");
        return switch (at < 0 ? "c.us" : text.substring(at + 1)) {
            case "c.us", "s.whatsapp.net" ->
                PhoneNumber.isNumber(user) ? Optional.of(new Person(PhoneNumber.parse(user))) : Optional.empty();
            case "lid" -> Lid.numberOf(user).map(Person::new);
            case "g.us" -> user.matches("[\\d-]{5,40}") ? Optional.of(new Group(user)) : Optional.empty();
            default -> Optional.empty();
        };
    }
}

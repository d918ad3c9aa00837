package io.sanasend.simulator.account;

import java.util.Optional;

/**
 * The second address of an account. Here it is computed from the number, so that it needs no table and is the same
 * after a restart: an 8 and the digits of the number backwards.
 */
final class Lid {

    private static final String MARK = "8";

    private Lid() {}

    static String of(PhoneNumber number) {
        return MARK + new StringBuilder(number.digits()).reverse();
    }

    static Optional<PhoneNumber> numberOf(String lid) {
        if (!lid.startsWith(MARK)) {
            return Optional.empty();
        }
        String digits = new StringBuilder(lid.substring(1)).reverse().toString();
        return PhoneNumber.isNumber(digits) ? Optional.of(PhoneNumber.parse(digits)) : Optional.empty();
    }
}

package io.sanasend.api.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a new password must not be. Length and a list of the worst say more than required kinds of characters. */
public final class PasswordRules {

    static final int MIN_LENGTH = 8;
    /** Longer ones only cost time to hash. */
    public static final int MAX_LENGTH = 200;

    /** The most used passwords of eight characters or more, in lower case. */
    private static final Set<String> COMMON = Set.of(
            "password",
            "password1",
            "password12",
            "password123",
            "passw0rd",
            "p@ssw0rd",
            "p@ssword",
            "pass1234",
            "iloveyou",
            "sunshine",
            "princess",
            "football",
            "baseball",
            "superman",
            "starwars",
            "trustno1",
            "qwertyui",
            "qwertyuiop",
            "qwerty12",
            "qwerty123",
            "qwerty1234",
            "1q2w3e4r",
            "1q2w3e4r5t",
            "1qaz2wsx",
            "q1w2e3r4",
            "zaq12wsx",
            "qazwsxedc",
            "asdfghjk",
            "asdfghjkl",
            "zxcvbnm1",
            "abcd1234",
            "abc12345",
            "a1b2c3d4",
            "aa123456",
            "admin123",
            "admin1234",
            "administrator",
            "changeme",
            "letmein1",
            "welcome1",
            "welcome123",
            "whatsapp",
            "whatsapp1",
            "whatever",
            "computer",
            "internet",
            "samsung1",
            "michelle",
            "jennifer",
            "liverpool",
            "charlie1",
            "dragon12",
            "monkey12",
            "master12",
            "shadow12",
            "test1234",
            "testtest",
            "secret12",
            "sanasend",
            "sanasend1",
            "sanasend123",
            "default1",
            "temp1234",
            "blink182");

    private PasswordRules() {}

    /** The rules the password breaks; empty if it is fine. */
    public static List<String> brokenBy(String password, String username) {
        List<String> broken = new ArrayList<>();
        String folded = password.toLowerCase(Locale.ROOT);
        int length = password.codePointCount(0, password.length());
        if (length < MIN_LENGTH || length > MAX_LENGTH) {
            broken.add("must have " + MIN_LENGTH + " to " + MAX_LENGTH + " characters");
        }
        if (!username.isBlank() && folded.contains(username.toLowerCase(Locale.ROOT)) && username.length() >= 3) {
            broken.add("must not contain the username");
        }
        if (!password.isEmpty() && password.chars().allMatch(Character::isDigit)) {
            broken.add("must not be all digits");
        }
        if (COMMON.contains(folded) || (length > 0 && folded.chars().distinct().count() <= 2)) {
            broken.add("must not be one of the most common passwords");
        }
        return broken;
    }
}

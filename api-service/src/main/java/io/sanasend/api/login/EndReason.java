package io.sanasend.api.login;

import java.util.Locale;

/** Why a login ended before its time. */
public enum EndReason {
    LOGOUT,
    PASSWORD_CHANGED,
    USER_DELETED,
    /** A refresh token came a second time: somebody else has it. */
    TOKEN_REUSED;

    String columnValue() {
        return name().toLowerCase(Locale.ROOT);
    }
}

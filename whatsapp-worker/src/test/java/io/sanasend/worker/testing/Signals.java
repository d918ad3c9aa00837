package io.sanasend.worker.testing;

import io.sanasend.worker.whatsapp.PageSignals;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signals as the page gives them in the situations that tests are about, to be changed one by one. */
public final class Signals {

    private boolean injected = true;
    private boolean fullReady = true;
    private boolean authenticated;
    private @Nullable Boolean registered;
    private @Nullable String streamMode;
    private boolean needsUpdate;
    private @Nullable String socketState;
    private @Nullable String socketStream;
    private @Nullable Boolean hasSynced;
    private @Nullable String qr;
    private @Nullable String ownNumber;
    private boolean landedAfterLogout;
    private @Nullable String landedLogoutReason;
    private List<String> missing = List.of();

    private Signals() {}

    /** The page has begun to load. */
    public static Signals loading() {
        return new Signals().injected(false).fullReady(false);
    }

    /** Nobody is logged in, and a code waits. */
    public static Signals qr(String text) {
        return unlinked().socketState("UNPAIRED").showing(text);
    }

    /** Nobody is logged in, and the last code of the round is over. */
    public static Signals qrExpired() {
        return unlinked().socketState("UNPAIRED_IDLE");
    }

    /** A phone has scanned the code. */
    public static Signals pairing() {
        return unlinked().socketState("PAIRING");
    }

    /** Linked, but not in sync yet. */
    public static Signals syncing() {
        return new Signals().registered(true).streamMode("SYNCING").socketState("OPENING");
    }

    /** Linked and in sync. */
    public static Signals connected() {
        return new Signals()
                .authenticated(true)
                .registered(true)
                .streamMode("MAIN")
                .socketState("CONNECTED")
                .hasSynced(true)
                .ownNumber("4915112345678");
    }

    /** The page after the phone has unlinked it. */
    public static Signals landedAfterLogout(@Nullable String reason) {
        Signals landed = qr("after-logout");
        landed.landedAfterLogout = true;
        landed.landedLogoutReason = reason;
        return landed;
    }

    private static Signals unlinked() {
        return new Signals().registered(false).streamMode("QR");
    }

    public Signals injected(boolean value) {
        injected = value;
        return this;
    }

    public Signals fullReady(boolean value) {
        fullReady = value;
        return this;
    }

    public Signals authenticated(boolean value) {
        authenticated = value;
        return this;
    }

    public Signals registered(@Nullable Boolean value) {
        registered = value;
        return this;
    }

    public Signals streamMode(@Nullable String value) {
        streamMode = value;
        return this;
    }

    public Signals socketState(@Nullable String value) {
        socketState = value;
        return this;
    }

    public Signals socketStream(@Nullable String value) {
        socketStream = value;
        return this;
    }

    public Signals hasSynced(@Nullable Boolean value) {
        hasSynced = value;
        return this;
    }

    public Signals showing(@Nullable String qrText) {
        qr = qrText;
        return this;
    }

    public Signals ownNumber(@Nullable String value) {
        ownNumber = value;
        return this;
    }

    public Signals needsUpdate() {
        needsUpdate = true;
        return this;
    }

    public Signals missing(String... names) {
        missing = List.of(names);
        return this;
    }

    public PageSignals build() {
        return new PageSignals(
                injected,
                fullReady,
                authenticated,
                registered,
                streamMode,
                null,
                needsUpdate,
                socketState,
                socketStream,
                hasSynced,
                qr,
                ownNumber,
                landedAfterLogout,
                landedLogoutReason,
                "2.3000.1",
                "4.6.0",
                null,
                missing);
    }
}

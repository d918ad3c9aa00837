package io.sanasend.worker.whatsapp;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows of itself at one moment. No single one of these says "linked" or "logged out" on every build of
 * the page; {@link Assessment} weighs them.
 *
 * @param injected wa-js has found the page's modules
 * @param fullReady wa-js has wrapped what it wraps; true with nobody logged in as well
 * @param authenticated the server accepted the login on this load of the page
 * @param registered credentials are stored; absent until it can be told
 * @param hasSynced the socket has synced since it connected; absent where the page does not say
 * @param qr the text of the QR code to show now
 * @param ownNumber digits only, without device suffix
 * @param landedAfterLogout the page was reloaded because the device was unlinked
 * @param missing functions the worker uses that did not resolve; filled once {@code fullReady}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PageSignals(
        boolean injected,
        boolean fullReady,
        boolean authenticated,
        @Nullable Boolean registered,
        @Nullable String streamMode,
        @Nullable String streamInfo,
        boolean needsUpdate,
        @Nullable String socketState,
        @Nullable String socketStream,
        @Nullable Boolean hasSynced,
        @Nullable String qr,
        @Nullable String ownNumber,
        boolean landedAfterLogout,
        @Nullable String landedLogoutReason,
        @Nullable String whatsappVersion,
        @Nullable String waJsVersion,
        @Nullable String supported,
        List<String> missing) {

    /** Nothing is known yet. */
    public static final PageSignals NONE = new PageSignals(
            false, false, false, null, null, null, false, null, null, null, null, null, false, null, null, null, null,
            List.of());

    public PageSignals {
        missing = List.copyOf(missing);
    }

    /** A phone has scanned a code, now or long ago: codes are of no more use. */
    public boolean isLinking() {
        return authenticated || Boolean.TRUE.equals(registered) || "PAIRING".equals(socketState);
    }

    /** The QR code and the number stay out of logs. */
    @Override
    public String toString() {
        return "PageSignals[injected=" + injected + ", fullReady=" + fullReady + ", authenticated=" + authenticated
                + ", registered=" + registered + ", stream=" + streamMode + "/" + streamInfo + ", socket=" + socketState
                + "/" + socketStream + ", hasSynced=" + hasSynced + ", qr=" + (qr != null) + "]";
    }
}

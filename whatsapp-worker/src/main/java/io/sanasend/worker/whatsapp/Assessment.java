package io.sanasend.worker.whatsapp;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the signals of a page amount to. */
public sealed interface Assessment {

    /** Not yet known to be linked or not. */
    record Loading(String reason) implements Assessment {}

    /** A QR code waits on a profile that was never linked. */
    record QrShown(String payload) implements Assessment {
        @Override
        public String toString() {
            return "QrShown";
        }
    }

    /** All codes of this round have expired; the page waits to be asked for more. */
    record QrExpired() implements Assessment {}

    /** Linked and in sync: it can send. */
    record Connected(@Nullable String phone) implements Assessment {}

    /** Linked, but it cannot send now. */
    record CutOff(String reason, @Nullable String advice) implements Assessment {}

    /** Linked, but WhatsApp does not let it in, and waiting does not help. */
    record Blocked(String reason, String advice) implements Assessment {}

    /**
     * A profile that was linked shows a QR code without a word of a logout: as likely a browser that could not open its
     * storage.
     */
    record Suspicious() implements Assessment {}

    /** Unlinked, with a sign of it. */
    record LoggedOut(String reason) implements Assessment {}

    /**
     * What is known beside the signals.
     *
     * @param linked the profile is known to hold a linked device
     * @param logoutReason what the page said when it began to log out, if it did since the browser was started
     * @param banned the page said that WhatsApp has banned the number for a while, and has not been connected since
     */
    record Memory(boolean linked, @Nullable String logoutReason, boolean banned) {}

    /** Reason code of a connection that another window has taken. */
    String CONFLICT = "conflict";

    /** Reason code of a page that WhatsApp does not serve any more; loaded again, it is a newer one. */
    String NEEDS_UPDATE = "needs_update";

    Map<String, String> BLOCKS = Map.of(
            "PROXYBLOCK", "WhatsApp refuses this network's address. Use another network or proxy.",
            "TOS_BLOCK", "WhatsApp has blocked this number for breaking its terms. Open WhatsApp on the phone.",
            "SMB_TOS_BLOCK", "WhatsApp Business has blocked this number. Open WhatsApp on the phone.",
            "DEPRECATED_VERSION", "WhatsApp Web wants a newer browser or page. Update Chromium and wa-js.");

    /** Weighs the signals; pure. */
    static Assessment of(PageSignals page, Memory memory) {
        boolean unlinkedSign = memory.logoutReason() != null || page.landedAfterLogout();
        boolean unregistered = Boolean.FALSE.equals(page.registered()) || page.qr() != null;
        if (memory.linked() && unlinkedSign && unregistered && !page.authenticated()) {
            return new LoggedOut(logoutReason(page, memory));
        }
        for (var block : BLOCKS.entrySet()) {
            if (block.getKey().equals(page.socketState()) || block.getKey().equals(page.streamMode())) {
                return new Blocked(block.getKey().toLowerCase(Locale.ROOT), block.getValue());
            }
        }
        if ("CONFLICT".equals(page.socketState()) || "CONFLICT".equals(page.streamMode())) {
            return new CutOff(
                    CONFLICT,
                    "This linked device runs in another browser too. Never run two browsers on copies of a profile.");
        }
        Assessment open = page.authenticated() && isInSync(page) ? linked(page) : null;
        if (open instanceof Connected) {
            return open;
        }
        if (memory.banned()) {
            return new CutOff(
                    "temporarily_banned",
                    "WhatsApp has banned this number for a while. Open WhatsApp on the phone, and send less.");
        }
        if (page.needsUpdate()) {
            return new CutOff(
                    NEEDS_UPDATE, "WhatsApp wants a newer page; it is loaded again. Update wa-js if this stays.");
        }
        if (open != null) {
            return open;
        }
        if (page.qr() != null && !page.authenticated() && !Boolean.TRUE.equals(page.registered())) {
            return onUnlinkedPage(page, memory, new QrShown(page.qr()));
        }
        if ("UNPAIRED_IDLE".equals(page.socketState())) {
            return onUnlinkedPage(page, memory, new QrExpired());
        }
        return loading(page, memory);
    }

    private static boolean isInSync(PageSignals page) {
        boolean main = "MAIN".equals(page.streamMode());
        // Stream.mode stays MAIN while the connection is lost and comes back; hasSynced tells, where the page has it.
        return (main && !Boolean.FALSE.equals(page.hasSynced()))
                || (page.streamMode() == null && Boolean.TRUE.equals(page.hasSynced()));
    }

    private static Assessment linked(PageSignals page) {
        if (page.socketState() != null && !"CONNECTED".equals(page.socketState())) {
            return new CutOff("connection_lost", null);
        }
        if ("DISCONNECTED".equals(page.socketStream())) {
            return new CutOff("connection_lost", null);
        }
        return page.fullReady() ? new Connected(page.ownNumber()) : new Loading("page_loading");
    }

    private static Assessment onUnlinkedPage(PageSignals page, Memory memory, Assessment unlinked) {
        if (!memory.linked()) {
            return unlinked;
        }
        return page.injected() ? new Suspicious() : new Loading("restoring");
    }

    private static Assessment loading(PageSignals page, Memory memory) {
        if ("PAIRING".equals(page.socketState())) {
            return new Loading("pairing");
        }
        if (page.authenticated() || Boolean.TRUE.equals(page.registered())) {
            boolean opening = "OPENING".equals(page.socketState()) && "MAIN".equals(page.streamMode());
            return opening ? new CutOff("connection_lost", null) : new Loading("syncing");
        }
        return new Loading(memory.linked() ? "restoring" : "page_loading");
    }

    private static String logoutReason(PageSignals page, Memory memory) {
        String said = memory.logoutReason() != null ? memory.logoutReason() : page.landedLogoutReason();
        if (said == null) {
            return "unlinked_by_phone";
        }
        String code =
                said.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
        if (code.isEmpty() || code.length() > 40) {
            return "unlinked_by_phone";
        }
        return code.chars().allMatch(Character::isDigit) ? "logout_reason_" + code : code;
    }
}

package io.sanasend.simulator.setting;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the simulated service behaves. Milliseconds and seconds are whole numbers here, because this record is also the
 * JSON of {@code /control/settings}.
 *
 * @param latencyMs how long the server takes to answer a send
 * @param syncMs how long a linked page syncs before it is in the main stream mode
 * @param refuse the result that every send gets instead of OK, for example {@code ERROR_RATE_LIMIT}
 * @param answer whether the server answers a send at all
 * @param answerLostAfterTaking without an answer: whether the server took the message, or never saw it
 * @param uploads whether the server takes the files of messages
 * @param stuck whether pages hear nothing from the server when they connect, and so never become ready
 * @param autoDeliver whether a message that arrived is acknowledged as delivered (ack 2) by itself
 * @param cmd the shape of the page's {@code Cmd}
 * @param lid whether one-to-one chats have {@code @lid} addresses
 * @param csp whether pages come with a strict Content-Security-Policy
 * @param ciphertextFirst whether an incoming message is announced once as ciphertext before its text is there
 * @param fillerModules how many modules without meaning the page registers
 * @param qrFirstSeconds how long the first code of a round lives
 * @param qrNextSeconds how long each of the other codes lives
 * @param needsUpdate whether the page says that it needs an update
 * @param version the version the page reports
 */
public record Settings(
        int latencyMs,
        int syncMs,
        @Nullable String refuse,
        boolean answer,
        boolean answerLostAfterTaking,
        boolean uploads,
        boolean stuck,
        boolean autoDeliver,
        CmdShape cmd,
        boolean lid,
        boolean csp,
        boolean ciphertextFirst,
        int fillerModules,
        int qrFirstSeconds,
        int qrNextSeconds,
        boolean needsUpdate,
        String version) {

    static final int LONGEST_MILLIS = 600_000;

    private static final int LONGEST_SECONDS = 86_400;
    private static final int MOST_MODULES = 50_000;
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+");

    public static final Settings DEFAULT = new Settings(
            0,
            200,
            null,
            true,
            true,
            true,
            false,
            true,
            CmdShape.APRIL_2026,
            false,
            false,
            false,
            0,
            60,
            20,
            false,
            "2.3000.1038800000");

    public Settings {
        InvalidSetting.requireRange("latency_ms", latencyMs, 0, LONGEST_MILLIS);
        InvalidSetting.requireRange("sync_ms", syncMs, 0, LONGEST_MILLIS);
        InvalidSetting.requireRange("filler_modules", fillerModules, 0, MOST_MODULES);
        InvalidSetting.requireRange("qr_first_seconds", qrFirstSeconds, 1, LONGEST_SECONDS);
        InvalidSetting.requireRange("qr_next_seconds", qrNextSeconds, 1, LONGEST_SECONDS);
        SendBehaviour.requireResult(refuse);
        if (!VERSION.matcher(version).matches()) {
            throw new InvalidSetting("version", "must be three numbers with dots between them");
        }
    }

    public Duration latency() {
        return Duration.ofMillis(latencyMs);
    }
}

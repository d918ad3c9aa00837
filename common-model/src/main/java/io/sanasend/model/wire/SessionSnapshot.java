package io.sanasend.model.wire;

import io.sanasend.model.session.QrCode;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.session.StateReason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session as its worker sees it at one moment.
 *
 * @param revision counts up with each change; a lower one is older. It begins anew with a start of the worker and after a
 *     logout, where {@code since} tells which is newer
 * @param linked whether the profile holds a linked device, whatever the state
 * @param linkedAt when the device that is linked now was linked; another time is another device, which knows nothing of what
 *     the former one sent. Absent when none is linked
 * @param since when the state was entered
 * @param phone the linked number in digits, without device suffix
 * @param page what runs in the browser; absent until the page has answered
 */
public record SessionSnapshot(
        SessionId id,
        long revision,
        SessionState state,
        boolean linked,
        @Nullable Instant linkedAt,
        StateReason reason,
        Instant since,
        @Nullable QrCode qr,
        @Nullable String phone,
        @Nullable Page page) {

    /**
     * What runs in the browser.
     *
     * @param browser {@code headless-shell} or {@code chrome}
     * @param whatsappVersion the page's own version, where it says
     * @param waJsVersion the version of the injected library
     * @param supported the range of page versions the library says it supports
     * @param missing names of functions the worker uses that this page and library do not offer together; empty is
     *     healthy
     */
    public record Page(
            String browser,
            @Nullable String whatsappVersion,
            @Nullable String waJsVersion,
            @Nullable String supported,
            List<String> missing) {
        public Page {
            missing = List.copyOf(missing);
        }
    }

    @Override
    public String toString() {
        return "SessionSnapshot[" + id + ", " + state.wireName() + ", " + reason.code() + ", revision=" + revision
                + "]";
    }
}

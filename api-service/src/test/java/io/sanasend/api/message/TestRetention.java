package io.sanasend.api.message;

import io.sanasend.api.media.MediaStore;
import io.sanasend.api.usage.UsageDays;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Removes old messages as if it were another day. */
@ApplicationScoped
public class TestRetention {

    private final OldMessages messages;
    private final UsageDays usage;
    private final MediaStore media;
    private final MessageConfig config;

    TestRetention(OldMessages messages, UsageDays usage, MediaStore media, MessageConfig config) {
        this.messages = messages;
        this.usage = usage;
        this.media = media;
        this.config = config;
    }

    /** Answers how many of those sent were removed. */
    public int runAt(Instant now) {
        String done =
                new MessageRetention(messages, usage, media, config, Clock.fixed(now, ZoneOffset.UTC)).run(() -> true);
        return Integer.parseInt(done.substring(0, done.indexOf(' ')));
    }
}

package io.sanasend.simulator.link;

import io.sanasend.simulator.setting.Settings;
import io.sanasend.simulator.time.Timers;
import java.time.Duration;

/** One round of codes on one page: the first lives long, the others shorter, and then it is over. */
final class Round {

    static final int REFS = 6;

    /** Where the codes appear. */
    interface Display {

        void show(Round round);

        void over(Round round);
    }

    private final Settings settings;
    private final Timers timers;
    private final Display display;
    private Timers.Cancellation next = Timers.Cancellation.NONE;
    private boolean stopped;
    private int shown;

    Round(Settings settings, Timers timers, Display display) {
        this.settings = settings;
        this.timers = timers;
        this.display = display;
    }

    void start() {
        step();
    }

    synchronized void stop() {
        stopped = true;
        next.cancel();
    }

    private void step() {
        boolean more;
        synchronized (this) {
            if (stopped) {
                return;
            }
            more = shown < REFS;
            if (more) {
                int seconds = shown == 0 ? settings.qrFirstSeconds() : settings.qrNextSeconds();
                next = timers.after(Duration.ofSeconds(seconds), this::step);
                shown++;
            }
        }
        if (more) {
            display.show(this);
        } else {
            display.over(this);
        }
    }
}

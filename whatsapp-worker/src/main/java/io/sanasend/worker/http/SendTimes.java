package io.sanasend.worker.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sanasend.worker.session.WorkerProblem;
import io.sanasend.worker.whatsapp.SendOutcome;
import java.util.Locale;
import java.util.function.Supplier;

/** Measures sends, the wait for the session's turn included, by what came of them. Safe for use by many threads. */
final class SendTimes {

    private final MeterRegistry figures;

    SendTimes(MeterRegistry figures) {
        this.figures = figures;
        // From the start on, so that the first one is seen as a rise.
        of("sent");
    }

    /** Passes on what the send answers or throws. */
    SendOutcome measured(Supplier<SendOutcome> send) {
        Timer.Sample time = Timer.start(figures);
        try {
            SendOutcome outcome = send.get();
            time.stop(of(resultOf(outcome)));
            return outcome;
        } catch (WorkerProblem e) {
            time.stop(of(e.code().name().toLowerCase(Locale.ROOT)));
            throw e;
        }
    }

    private static String resultOf(SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.Sent _ -> "sent";
            case SendOutcome.NotOnWhatsApp _ -> "not_on_whatsapp";
            case SendOutcome.Refused _ -> "refused";
            case SendOutcome.Deferred _ -> "deferred";
            case SendOutcome.RateLimited _ -> "rate_limited";
            case SendOutcome.Unknown _ -> "unknown";
        };
    }

    private Timer of(String result) {
        return Timer.builder("sanasend.worker.sends")
                .description("Sends by what came of them; the wait for the session's turn counts")
                .tag("result", result)
                .register(figures);
    }
}

package io.sanasend.api.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/** Measures how long calls to workers take and what comes of them. Safe for use by many threads. */
@ApplicationScoped
class WorkerCalls {

    private static final String ANSWERED = "answered";
    private static final String AWAY = "away";

    private final MeterRegistry registry;

    WorkerCalls(MeterRegistry registry) {
        this.registry = registry;
    }

    /** What a worker may be asked. */
    enum Operation {
        HEALTH("health"),
        ROSTER("roster"),
        START("start"),
        STOP("stop"),
        LOGOUT("logout"),
        REFRESH_QR("refresh-qr"),
        PAIRING_CODE("pairing-code"),
        SEND("send"),
        SEND_FILE("send-file"),
        LOOK_UP("look-up");

        private final String tag;

        Operation(String tag) {
            this.tag = tag;
        }
    }

    <T> WorkerAnswer<T> measured(Operation operation, Supplier<WorkerAnswer<T>> call) {
        Timer.Sample time = Timer.start(registry);
        WorkerAnswer<T> answer = call.get();
        time.stop(Timer.builder("sanasend.worker.calls")
                .description("Calls to workers, by what came of them: answered, an error code of the worker, away")
                .tag("operation", operation.tag)
                .tag("outcome", outcomeOf(answer))
                .register(registry));
        return answer;
    }

    private static String outcomeOf(WorkerAnswer<?> answer) {
        return switch (answer) {
            case WorkerAnswer.Given<?> _ -> ANSWERED;
            case WorkerAnswer.Refused<?> refused -> refused.code().name();
            case WorkerAnswer.Away<?> _ -> AWAY;
        };
    }
}

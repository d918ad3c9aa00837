package io.sanasend.worker.http;

import io.javalin.http.Context;
import io.sanasend.model.message.WaMessageId;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.wire.WorkerErrorCode;
import io.sanasend.model.wire.WorkerPaths;
import io.sanasend.worker.session.WorkerProblem;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of a request; what is wrong is refused by name. */
final class Parameters {

    private static final long LONGEST_WAIT_SECONDS = 60;

    private Parameters() {}

    static SessionId session(Context request) {
        return parsed("session id", request.pathParam("id"), SessionId::new);
    }

    static WaMessageId message(Context request) {
        return parsed("message id", request.pathParam("message"), WaMessageId::new);
    }

    static String phone(Context request) {
        return parsed("phone", request.pathParam("phone"), phone -> {
            if (!phone.matches("[1-9][0-9]{5,14}")) {
                throw new IllegalArgumentException("6 to 15 digits of an E.164 number without '+'");
            }
            return phone;
        });
    }

    /** {@code ?wait=} in seconds, 0 to 60; 0 when absent. */
    static Duration wait(Context request) {
        return Duration.ofSeconds(number(request, "wait", LONGEST_WAIT_SECONDS));
    }

    static long fence(Context request) {
        return number(request, WorkerPaths.FENCE_PARAMETER, Long.MAX_VALUE);
    }

    private static long number(Context request, String name, long most) {
        String text = request.queryParam(name);
        return parsed(name, text == null ? "0" : text, value -> {
            long number = value.matches("[0-9]{1,18}") ? Long.parseLong(value) : -1;
            if (number < 0 || number > most) {
                throw new IllegalArgumentException("a whole number from 0 to " + most);
            }
            return number;
        });
    }

    private static <T> T parsed(String name, @Nullable String text, Function<String, T> parser) {
        try {
            return parser.apply(String.valueOf(text));
        } catch (IllegalArgumentException e) {
            throw new WorkerProblem(WorkerErrorCode.INVALID_REQUEST, name + ": " + e.getMessage());
        }
    }
}

package io.sanasend.worker.http;

import io.javalin.http.Context;
import io.sanasend.model.wire.WorkerErrorCode;
import io.sanasend.model.wire.WorkerPaths;
import io.sanasend.worker.session.WorkerProblem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Refuses every request without the secret the api and the worker share, in a time that tells nothing about it. */
final class SharedSecret {

    private final byte[] expected;

    SharedSecret(String secret) {
        this.expected = secret.getBytes(StandardCharsets.UTF_8);
    }

    void check(Context request) {
        String given = request.header(WorkerPaths.SECRET_HEADER);
        byte[] presented = (given == null ? "" : given).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, presented)) {
            throw new WorkerProblem(
                    WorkerErrorCode.UNAUTHENTICATED,
                    "the header " + WorkerPaths.SECRET_HEADER + " is missing or wrong");
        }
    }
}

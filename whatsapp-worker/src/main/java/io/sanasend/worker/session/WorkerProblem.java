package io.sanasend.worker.session;

import io.sanasend.model.wire.WorkerErrorCode;

/** A request the worker refuses or could not carry out. The message goes to the caller as it is. */
public final class WorkerProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final WorkerErrorCode code;

    public WorkerProblem(WorkerErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public WorkerErrorCode code() {
        return code;
    }
}

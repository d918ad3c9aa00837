package io.sanasend.model.wire;

/** Names both sides of the internal HTTP API must spell alike. */
public final class WorkerPaths {

    /** Header that carries the shared secret, both ways. */
    public static final String SECRET_HEADER = "X-Sanasend-Secret";

    /**
     * Header of every answer of a worker: its run, which changes with each start. Says what the revisions in the answer
     * count within.
     */
    public static final String BOOT_HEADER = "X-Sanasend-Boot";

    /** Query parameter of look-ups: the dispatcher's fencing number. */
    public static final String FENCE_PARAMETER = "fence";

    /** Name of the JSON part of a multipart send; the other part is {@link #FILE_PART}. It comes first. */
    public static final String MESSAGE_PART = "message";

    /** Name of the one streamed file of a multipart send. */
    public static final String FILE_PART = "file";

    public static final String HEALTH = "/health";
    public static final String READY = "/ready";

    /** Figures in Prometheus' text format; open, as {@link #HEALTH} is. */
    public static final String METRICS = "/metrics";

    public static final String SESSIONS = "/sessions";

    /** Ends every browser in good order and starts none from then on; without it a worker that ends leaves them to its successor. */
    public static final String DRAIN = "/drain";

    /** On the api's management port: where a worker sends its {@link WorkerRegistration}, now and then. */
    public static final String WORKERS = "/internal/workers";

    /** On the api's management port: where a worker delivers a {@link WorkerEventBatch}. */
    public static final String WORKER_EVENTS = "/internal/worker-events";

    private WorkerPaths() {}
}

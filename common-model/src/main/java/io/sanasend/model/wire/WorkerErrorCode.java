package io.sanasend.model.wire;

/** Every way a worker refuses or fails, with what its caller may do about it. */
public enum WorkerErrorCode {
    /** The request itself is wrong; the message names the field. */
    INVALID_REQUEST(422, Recovery.GIVE_UP),
    /** The body could not be read as JSON or multipart. */
    MALFORMED_REQUEST(400, Recovery.GIVE_UP),
    /** The shared secret is missing or wrong. */
    UNAUTHENTICATED(401, Recovery.RETRY),
    /** No such path or method. */
    NOT_FOUND(404, Recovery.GIVE_UP),
    /** This worker has no such session. */
    SESSION_NOT_FOUND(404, Recovery.RETRY),
    /** Another worker, or a process of a former one, still holds the session's profile; nothing was started. */
    SESSION_HELD(409, Recovery.RETRY),
    /** The session is not connected now; nothing was handed to the page. */
    SESSION_NOT_CONNECTED(409, Recovery.RETRY),
    /** A lower fencing number than one seen before; a newer dispatcher owns the session. */
    FENCED(409, Recovery.GIVE_UP),
    /** The message is not in the page's store. */
    MESSAGE_NOT_FOUND(404, Recovery.RETRY),
    /** The number is not on WhatsApp; no message was created. */
    RECIPIENT_NOT_ON_WHATSAPP(422, Recovery.GIVE_UP),
    /** WhatsApp refused the message for good. */
    MESSAGE_REFUSED(422, Recovery.GIVE_UP),
    /** WhatsApp refused the message for now (network, upload); the same id may be sent again. */
    MESSAGE_DEFERRED(503, Recovery.RETRY),
    /** WhatsApp refused the message because the number sends too much; the same id may be sent again, after a long rest. */
    RATE_LIMITED(503, Recovery.RETRY),
    /** The file is larger than the worker takes. */
    MEDIA_TOO_LARGE(413, Recovery.GIVE_UP),
    /** The page did not answer in time; whether the message went out is not known. */
    RESULT_UNKNOWN(504, Recovery.RECONCILE),
    /** The page lacks a function that is needed; its name is in the message. */
    PAGE_INCOMPATIBLE(503, Recovery.RETRY),
    /** No more browsers than the configured number. */
    CAPACITY_EXHAUSTED(503, Recovery.RETRY),
    /** Anything else. Nothing is known about the outcome. */
    INTERNAL_ERROR(500, Recovery.RECONCILE);

    /** What the caller of a refused or failed send may do. */
    public enum Recovery {
        /** Nothing went out: the same request may be made again, later. */
        RETRY,
        /** It may have gone out: look the message id up first. */
        RECONCILE,
        /** The same request will never succeed. */
        GIVE_UP
    }

    private final int httpStatus;
    private final Recovery recovery;

    WorkerErrorCode(int httpStatus, Recovery recovery) {
        this.httpStatus = httpStatus;
        this.recovery = recovery;
    }

    public int httpStatus() {
        return httpStatus;
    }

    public Recovery recovery() {
        return recovery;
    }
}

package io.sanasend.api.problem;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Ends a connection whose answer was sent before its request was read to the end. What still comes is read and dropped for a while: a
 * connection that is closed with bytes unread is reset, which can take the answer away from a client that is still sending
 * (RFC 9112, section 9.6). To be called on the request's event loop.
 */
public final class LingeringClose {

    /** How long a client that goes on sending has to notice the answer, in milliseconds. */
    private static final long LINGER = 2_000;

    private LingeringClose() {}

    /** To be called once the answer is sent. */
    public static void of(RoutingContext answered) {
        HttpServerRequest request = answered.request();
        if (request.isEnded()) {
            request.connection().close();
        } else {
            request.resume();
            answered.vertx().setTimer(LINGER, _ -> request.connection().close());
        }
    }
}

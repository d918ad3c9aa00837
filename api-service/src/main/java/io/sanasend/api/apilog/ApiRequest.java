package io.sanasend.api.apilog;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request, as it was answered.
 *
 * @param at when it was answered
 * @param endpoint the route, never the path that was called: that may hold anything
 * @param userId absent when nobody was authenticated
 * @param keyPrefix the readable start of the API key, if it was made with one
 * @param errorCode of the problem it was answered with
 */
record ApiRequest(
        Instant at,
        String endpoint,
        String method,
        int status,
        Duration duration,
        @Nullable Long userId,
        @Nullable String keyPrefix,
        @Nullable InetAddress address,
        String requestId,
        @Nullable String errorCode) {}

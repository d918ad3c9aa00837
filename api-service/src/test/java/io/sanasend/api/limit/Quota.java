package io.sanasend.api.limit;

import java.time.Duration;

/** Settings of a test: the same quota for all. */
record Quota(int requests, Duration patience) implements LimitConfig {

    @Override
    public int requestsPerKey() {
        return requests;
    }

    @Override
    public int requestsPerUser() {
        return requests;
    }

    @Override
    public int requestsPerAddress() {
        return requests;
    }
}

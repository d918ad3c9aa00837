package io.sanasend.api.worker;

import io.sanasend.model.wire.WorkerPaths;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;

/** Puts the shared secret on each call. */
final class SecretHeader implements ClientRequestFilter {

    private final String secret;

    SecretHeader(String secret) {
        this.secret = secret;
    }

    @Override
    public void filter(ClientRequestContext call) {
        call.getHeaders().putSingle(WorkerPaths.SECRET_HEADER, secret);
    }
}

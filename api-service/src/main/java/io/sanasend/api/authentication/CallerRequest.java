package io.sanasend.api.authentication;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;
import java.net.InetAddress;

/** Asks who a credential belongs to. */
final class CallerRequest extends BaseAuthenticationRequest {

    private final Credential credential;
    private final InetAddress address;

    CallerRequest(Credential credential, InetAddress address) {
        this.credential = credential;
        this.address = address;
    }

    Credential credential() {
        return credential;
    }

    InetAddress address() {
        return address;
    }
}

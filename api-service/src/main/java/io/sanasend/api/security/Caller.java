package io.sanasend.api.security;

import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Set;
import java.util.UUID;

/**
 * Who makes a request: a user, by login or by one of its keys. Resources hand {@link #userId()} to every query, so that
 * another tenant's rows do not exist for the caller.
 *
 * @param scopes what this login or key may be used for; {@code admin} only if the user is staff
 */
public record Caller(long userId, String username, Set<Scope> scopes, Origin origin) implements Principal {

    /** What the request proved itself with. */
    public sealed interface Origin {

        /** An access token of that login. */
        record Login(UUID id) implements Origin {}

        /**
         * An API key.
         *
         * @param id by which its owner manages it
         * @param keyId its readable part
         */
        record ApiKey(long id, String keyId) implements Origin {

            /** What all keys begin with. */
            public static final String PREFIX = "wsk_";

            /** What may be shown of it. */
            public String prefix() {
                return PREFIX + keyId;
            }
        }
    }

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /**
     * The caller of the request.
     *
     * @throws ApiException if nobody is authenticated
     */
    public static Caller of(SecurityContext context) {
        if (context.getUserPrincipal() instanceof Caller caller) {
            return caller;
        }
        throw new ApiException(ProblemType.AUTHENTICATION_REQUIRED, "Authentication is required.");
    }

    /** Whether staff endpoints are open to this caller. */
    public boolean isAdmin() {
        return scopes.contains(Scope.ADMINISTER);
    }

    @Override
    public String getName() {
        return username;
    }
}

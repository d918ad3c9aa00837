package io.sanasend.api.security;

import java.util.Optional;

/** Lets an answer that goes on for long ask again who its caller is. An attribute of the identity of each request. */
@FunctionalInterface
public interface CallerStanding {

    /** The name of the attribute. */
    String ATTRIBUTE = "sanasend.caller-standing";

    /** The caller as it is now; empty once its login, its key or its user is no longer good. May read the database. */
    Optional<Caller> now();
}

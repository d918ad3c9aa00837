package io.sanasend.api.audit;

import org.jspecify.annotations.Nullable;

/**
 * Who does something, and by which request. All null: the service itself.
 *
 * @param name as the user is called now
 * @param credential the prefix of a key, or the start of a login's id
 */
record Actor(
        @Nullable Long id,
        @Nullable String name,
        @Nullable String credential,
        @Nullable String address,
        @Nullable String requestId) {

    static final Actor SERVICE = new Actor(null, null, null, null, null);
}

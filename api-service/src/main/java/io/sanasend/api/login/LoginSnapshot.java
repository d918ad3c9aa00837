package io.sanasend.api.login;

/** What must be known of a login to let a request in; its expiry is that of its tokens, or later. */
record LoginSnapshot(long userId, boolean lasts) {}

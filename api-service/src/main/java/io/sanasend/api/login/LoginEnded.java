package io.sanasend.api.login;

import java.util.UUID;

/** Told within the transaction that ends or deletes a login. */
record LoginEnded(UUID loginId) {}

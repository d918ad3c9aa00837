package io.sanasend.api.apikey;

/** Told within the transaction that changes or deletes a key. */
record ApiKeyChanged(String keyId) {}

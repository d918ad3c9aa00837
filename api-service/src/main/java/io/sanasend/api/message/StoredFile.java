package io.sanasend.api.message;

/**
 * The file of a message as its row names it.
 *
 * @param key its name in the store
 * @param contentType as read from its bytes when it came
 */
record StoredFile(String key, String filename, String contentType, String sha256) {}

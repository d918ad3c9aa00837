package io.sanasend.api.limit;

/**
 * Whose requests are counted together.
 *
 * @param limit one of the request limits
 * @param id of the API key or the user, or the address
 */
public record Requester(Limit limit, String id) {}

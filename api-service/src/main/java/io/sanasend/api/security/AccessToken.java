package io.sanasend.api.security;

import java.time.Instant;
import java.util.UUID;

/** What a good access token says. */
public record AccessToken(long userId, UUID loginId, Instant expiresAt) {}

package dev.gastown.terminal.identity;

import java.time.Instant;

/**
 * Who is asking (contract section 1.1).
 *
 * @param userId the {@code sub} claim
 * @param expiresAt when the token that said so ends
 */
public record User(String userId, Instant expiresAt) {}

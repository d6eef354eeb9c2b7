package dev.gastown.terminal.identity;

import java.time.Instant;

/**
 * One login of a user: what a user token stands for, and what ends with it.
 *
 * @param id made from the token, which it does not tell; the same on every node
 * @param expiresAt from then on nothing is answered for it, the tolerated difference of clocks included
 */
public record Login(String id, Instant expiresAt) {}

package dev.gastown.terminal.identity;

import java.time.Instant;
import java.util.Optional;

/**
 * One login of a user: what a user token stands for, and what ends with it.
 *
 * @param id made from the token, which it does not tell; the same on every node
 * @param expiresAt from then on nothing is answered for it, the tolerated difference of clocks included
 * @param line by which later tokens that carry the login beyond that time are known: those of the same session (the {@code
 *     sid} claim) in the same groups, for what was opened by a group must not outlive it; empty where none can
 */
public record Login(String id, Instant expiresAt, Optional<String> line) {
    /** A login that one token stands for. */
    public Login(String id, Instant expiresAt) {
        this(id, expiresAt, Optional.empty());
    }
}

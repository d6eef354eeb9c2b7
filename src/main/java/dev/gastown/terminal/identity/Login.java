package dev.gastown.terminal.identity;

import java.time.Instant;

/**
 * One login of a user: what a user token stands for, and what ends with it.
 *
 * @param id made from the token, which it does not tell; the same on every node
 * @param expiresAt from then on nothing is answered for it, the tolerated difference of clocks included
 * @param renewable whether later tokens may stand for the same login, and so carry it beyond that time: the token names its
 *     session (the {@code sid} claim)
 */
public record Login(String id, Instant expiresAt, boolean renewable) {
    /** A login that one token stands for. */
    public Login(String id, Instant expiresAt) {
        this(id, expiresAt, false);
    }
}

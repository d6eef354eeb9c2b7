package dev.gastown.terminal.identity;

import java.util.Optional;

/**
 * Who is asking (contract section 1.1).
 *
 * @param userId the {@code sub} claim
 * @param login what ends the user's sockets when it does; empty for one who did not log in, as the node itself
 */
public record User(String userId, Optional<Login> login) {}

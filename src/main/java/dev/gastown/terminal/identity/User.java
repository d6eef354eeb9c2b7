package dev.gastown.terminal.identity;

import java.util.Optional;
import java.util.Set;

/**
 * Who is asking (contract section 1.1).
 *
 * @param userId the {@code sub} claim
 * @param groups the {@code groups} claim: what the user belongs to, by the word of who signed it
 * @param login what ends the user's sockets when it does; empty for one who did not log in, as the node itself
 */
public record User(String userId, Set<String> groups, Optional<Login> login) {
    /** Keeps a copy of the groups. */
    public User {
        groups = Set.copyOf(groups);
    }

    /** A user who belongs to no group. */
    public User(String userId, Optional<Login> login) {
        this(userId, Set.of(), login);
    }

    /** The same user, known to belong to these groups only. */
    public User inGroups(Set<String> fewer) {
        return new User(userId, fewer, login);
    }
}

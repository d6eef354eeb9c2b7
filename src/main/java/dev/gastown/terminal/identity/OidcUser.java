package dev.gastown.terminal.identity;

import java.util.Optional;
import java.util.Set;

/**
 * Who has logged in with the provider, by its word.
 *
 * @param userId the configured claim
 * @param groups the configured claim
 * @param refreshToken by which the login can be renewed; a secret; empty when the provider gives none
 */
public record OidcUser(String userId, Set<String> groups, Optional<String> refreshToken) {
    /** Never shows the token. */
    @Override
    public String toString() {
        return "OidcUser[" + userId + "]";
    }
}

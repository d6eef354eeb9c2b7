package dev.gastown.terminal.config;

import java.util.Optional;

/**
 * Which user tokens are believed (the {@code auth:} part of the configuration).
 *
 * @param sessionSecret HS256 key of user tokens, at least 32 bytes
 * @param previousSessionSecret a former key that still verifies and never signs
 * @param issuer the {@code iss} a token must carry, when set
 */
public record IdentitySettings(byte[] sessionSecret, Optional<byte[]> previousSessionSecret, Optional<String> issuer) {
    /** Never shows a key. */
    @Override
    public String toString() {
        return "IdentitySettings[" + issuer.orElse("any issuer") + "]";
    }
}

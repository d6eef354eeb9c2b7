package dev.gastown.terminal.config;

import java.util.Optional;

/**
 * How stream tickets are signed (the {@code tickets:} part of the configuration).
 *
 * @param secret HS256 key, at least 32 bytes; never the login key
 * @param previousSecret a former key that still verifies and never signs
 * @param issuer the {@code iss} claim
 */
public record TicketSettings(byte[] secret, Optional<byte[]> previousSecret, String issuer) {
    /** Never shows a key. */
    @Override
    public String toString() {
        return "TicketSettings[" + issuer + "]";
    }
}

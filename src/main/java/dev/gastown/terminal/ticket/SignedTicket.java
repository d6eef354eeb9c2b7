package dev.gastown.terminal.ticket;

import java.time.Instant;

/**
 * A ticket as handed to a browser.
 *
 * @param jwt the signed JWT; a secret
 * @param expiresAt whole seconds
 */
public record SignedTicket(String jwt, Instant expiresAt) {
    /** Never shows the ticket. */
    @Override
    public String toString() {
        return "SignedTicket[expires " + expiresAt + "]";
    }
}

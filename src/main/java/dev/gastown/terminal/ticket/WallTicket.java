package dev.gastown.terminal.ticket;

import dev.gastown.terminal.identity.Login;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a verified wall ticket says: it opens one wall, the screens of several sessions, and never grants more than to
 * read.
 *
 * @param userId whom it was given to
 * @param login the login it was given for, with which it ends, and what it opened; empty when there was none
 * @param townId the town whose sandbox it opens
 * @param sessionNames the sessions it shows, as {@link dev.gastown.terminal.session.WallSessions} allows; they need not
 *     exist
 * @param nonce redeemed once in the whole cluster
 * @param issuedAt whole seconds
 * @param expiresAt whole seconds; refused from then on, without skew
 */
public record WallTicket(
        String userId,
        Optional<Login> login,
        UUID townId,
        List<String> sessionNames,
        UUID nonce,
        Instant issuedAt,
        Instant expiresAt)
        implements Ticket {
    /** Keeps a copy of the names. */
    public WallTicket {
        sessionNames = List.copyOf(sessionNames);
    }

    @Override
    public Access access() {
        return Access.READ;
    }
}

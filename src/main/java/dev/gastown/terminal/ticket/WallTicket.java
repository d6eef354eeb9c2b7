package dev.gastown.terminal.ticket;

import dev.gastown.terminal.identity.User;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a verified wall ticket says: it opens one wall, the screens of several sessions, and never grants more than to
 * read.
 *
 * @param user whom it was given to, by which of the town's groups, and for which login, with which it ends, and what it opened
 * @param townId the town whose sandbox it opens
 * @param sessionNames the sessions it shows, as {@link dev.gastown.terminal.session.WallSessions} allows; they need not
 *     exist
 * @param nonce redeemed once in the whole cluster
 * @param issuedAt whole seconds
 * @param expiresAt whole seconds; refused from then on, without skew
 */
public record WallTicket(
        User user, UUID townId, List<String> sessionNames, UUID nonce, Instant issuedAt, Instant expiresAt)
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

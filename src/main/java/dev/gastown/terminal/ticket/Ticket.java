package dev.gastown.terminal.ticket;

import dev.gastown.terminal.identity.User;
import java.time.Instant;
import java.util.UUID;

/** What every verified ticket says, whatever it opens. */
public sealed interface Ticket permits StreamTicket, WallTicket {
    /** Whom it was given to, by which of the town's groups, and for which login, with which it ends, and what it opened. */
    User user();

    /** The town whose sandbox it opens. */
    UUID townId();

    /** What its bearer may do there. */
    Access access();

    /** Redeemed once in the whole cluster. */
    UUID nonce();

    /** Whole seconds. */
    Instant issuedAt();

    /** Whole seconds; refused from then on, without skew. */
    Instant expiresAt();
}

package dev.gastown.terminal.ticket;

import dev.gastown.terminal.identity.Login;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What every verified ticket says, whatever it opens. */
public sealed interface Ticket permits StreamTicket, WallTicket {
    /** Whom it was given to. */
    String userId();

    /** The login it was given for, with which it ends, and what it opened; empty when there was none. */
    Optional<Login> login();

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

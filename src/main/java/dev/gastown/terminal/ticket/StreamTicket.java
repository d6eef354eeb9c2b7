package dev.gastown.terminal.ticket;

import dev.gastown.terminal.identity.Login;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a verified stream ticket says (contract section 3, "Ticket").
 *
 * @param userId whom it was given to
 * @param login the login it was given for, with which it ends, and what it opened; empty when there was none
 * @param townId the town whose sandbox it opens
 * @param sessionName the one session it opens
 * @param access what its bearer may do there
 * @param nonce redeemed once in the whole cluster
 * @param issuedAt whole seconds
 * @param expiresAt whole seconds; refused from then on, without skew
 */
public record StreamTicket(
        String userId,
        Optional<Login> login,
        UUID townId,
        String sessionName,
        Access access,
        UUID nonce,
        Instant issuedAt,
        Instant expiresAt)
        implements Ticket {}

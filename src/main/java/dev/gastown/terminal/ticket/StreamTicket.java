package dev.gastown.terminal.ticket;

import dev.gastown.terminal.identity.User;
import java.time.Instant;
import java.util.UUID;

/**
 * What a verified stream ticket says (contract section 3, "Ticket").
 *
 * @param user whom it was given to, by which of the town's groups, and for which login, with which it ends, and what it opened
 * @param townId the town whose sandbox it opens
 * @param sessionName the one session it opens
 * @param access what its bearer may do there
 * @param nonce redeemed once in the whole cluster
 * @param issuedAt whole seconds
 * @param expiresAt whole seconds; refused from then on, without skew
 */
public record StreamTicket(
        User user, UUID townId, String sessionName, Access access, UUID nonce, Instant issuedAt, Instant expiresAt)
        implements Ticket {}

package dev.gastown.terminal.ticket;

import io.vertx.core.Future;
import java.util.UUID;

/** Where tickets are handed out and taken back: the face of the ticket verticle. Safe from any event loop. */
public interface TicketDesk {
    /**
     * Signs a ticket. The caller has checked that the town is the user's and that the session exists.
     *
     * @param access as decided from the role the sandbox reported
     */
    Future<SignedTicket> issue(String userId, UUID townId, String sessionName, Access access);

    /**
     * Verifies a ticket and uses it up, at most once in the whole cluster.
     *
     * @param ticket as the browser sent it, may be null
     * @return the claims; or fails with {@link TicketRefusedException}, also when nobody can tell whether it was used
     */
    Future<StreamTicket> redeem(String ticket);
}

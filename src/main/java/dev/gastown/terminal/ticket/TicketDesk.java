package dev.gastown.terminal.ticket;

import dev.gastown.terminal.identity.User;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Where tickets are handed out and taken back: the face of the ticket verticle. Safe from any event loop. */
public interface TicketDesk {
    /**
     * Signs a stream ticket. The caller has checked that the town is the user's and that the session exists.
     *
     * @param user with the groups by which the town is the user's, and no others
     * @param access as decided from the role the sandbox reported, and from what the town's owners may do
     */
    Future<SignedTicket> issue(User user, UUID townId, String sessionName, Access access);

    /**
     * Verifies a stream ticket and uses it up, at most once in the whole cluster.
     *
     * @param ticket as the browser sent it, may be null
     * @return the claims; or fails with {@link TicketRefusedException}, also when nobody can tell whether it was used
     */
    Future<StreamTicket> redeem(String ticket);

    /**
     * Signs a wall ticket. The caller has checked that the town is the user's.
     *
     * @param sessionNames as {@link dev.gastown.terminal.session.WallSessions} allows; they need not exist
     */
    Future<SignedTicket> issueWall(User user, UUID townId, List<String> sessionNames);

    /** Verifies a wall ticket and uses it up, as {@link #redeem} does with the other kind; neither takes the other's. */
    Future<WallTicket> redeemWall(String ticket);
}

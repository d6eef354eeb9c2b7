package dev.gastown.terminal.relay;

import dev.gastown.terminal.identity.User;
import dev.gastown.terminal.ticket.Access;
import dev.gastown.terminal.ticket.StreamTicket;
import dev.gastown.terminal.ticket.WallTicket;
import dev.gastown.terminal.town.Town;
import java.util.UUID;

/**
 * Who watches what, and what they may do there: fixed for the life of a socket. No message can change it.
 *
 * @param user whose socket it is, by which groups, and with which login it ends
 * @param townId the town
 * @param watched the one session in it, or its wall
 * @param access what the viewer may do
 */
record Viewer(User user, UUID townId, Watched watched, Access access) {
    /** The viewer of a terminal. */
    static Viewer of(StreamTicket ticket) {
        return new Viewer(ticket.user(), ticket.townId(), new Watched.Session(ticket.sessionName()), ticket.access());
    }

    /** The viewer of a wall, who only reads. */
    static Viewer of(WallTicket ticket) {
        return new Viewer(ticket.user(), ticket.townId(), new Watched.Wall(ticket.sessionNames()), Access.READ);
    }

    /** Whether a town, as it is now, may be opened with what was granted when the ticket was issued. */
    boolean mayOpen(Town town) {
        return town.isOpenTo(user) && (access == Access.READ || town.takesInputFrom(user));
    }
}

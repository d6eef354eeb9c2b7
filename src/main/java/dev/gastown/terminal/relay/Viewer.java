package dev.gastown.terminal.relay;

import dev.gastown.terminal.identity.Login;
import dev.gastown.terminal.ticket.Access;
import dev.gastown.terminal.ticket.StreamTicket;
import dev.gastown.terminal.ticket.WallTicket;
import java.util.Optional;
import java.util.UUID;

/**
 * Who watches what, and what they may do there: fixed for the life of a socket. No message can change it.
 *
 * @param userId whose socket it is
 * @param login the login it ends with, where it was opened by one
 * @param townId the town
 * @param watched the one session in it, or its wall
 * @param access what the viewer may do
 */
record Viewer(String userId, Optional<Login> login, UUID townId, Watched watched, Access access) {
    /** The viewer of a terminal. */
    static Viewer of(StreamTicket ticket) {
        return new Viewer(
                ticket.userId(),
                ticket.login(),
                ticket.townId(),
                new Watched.Session(ticket.sessionName()),
                ticket.access());
    }

    /** The viewer of a wall, who only reads. */
    static Viewer of(WallTicket ticket) {
        return new Viewer(
                ticket.userId(), ticket.login(), ticket.townId(), new Watched.Wall(ticket.sessionNames()), Access.READ);
    }
}

package dev.gastown.terminal.relay;

import dev.gastown.terminal.ticket.Access;
import dev.gastown.terminal.ticket.StreamTicket;
import java.util.UUID;

/**
 * Who watches which session, and what they may do there: fixed for the life of a socket. No message can change it.
 *
 * @param userId whose socket it is
 * @param townId the town
 * @param sessionName the one session in it
 * @param access what the viewer may do
 */
record Viewer(String userId, UUID townId, String sessionName, Access access) {
    /** The viewer a redeemed ticket speaks of. */
    static Viewer of(StreamTicket ticket) {
        return new Viewer(ticket.userId(), ticket.townId(), ticket.sessionName(), ticket.access());
    }
}

package dev.gastown.terminal.web.api;

import dev.gastown.terminal.ops.Audit;
import dev.gastown.terminal.session.SandboxRoundTrips;
import dev.gastown.terminal.session.SessionLists;
import dev.gastown.terminal.ticket.TicketDesk;
import dev.gastown.terminal.ticket.TicketRateLimit;
import dev.gastown.terminal.town.TownDirectory;
import dev.gastown.terminal.web.trpc.Procedure;
import dev.gastown.terminal.web.trpc.Procedure.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** The procedures by name: those of contract section 2, the wall's tickets and the round-trip times. */
public final class GastownProcedures {
    private GastownProcedures() {}

    /**
     * Makes them all.
     *
     * @param pollInterval how old a list {@code listSessions} may answer
     */
    public static Map<String, Procedure> all(
            TownDirectory directory,
            SessionLists lists,
            SandboxRoundTrips roundTrips,
            TicketDesk tickets,
            TicketRateLimit rate,
            Audit audit,
            Clock clock,
            Duration pollInterval) {
        CallersTowns towns = new CallersTowns(directory, lists);
        TicketAudit ticketAudit = new TicketAudit(audit, clock);
        return Map.of(
                "gastown.getStreamTicket",
                new Procedure(Kind.MUTATION, new GetStreamTicket(towns, tickets, rate, ticketAudit)),
                "gastown.getWallTicket",
                new Procedure(Kind.MUTATION, new GetWallTicket(towns, tickets, rate, ticketAudit)),
                "gastown.roundTrip",
                new Procedure(Kind.QUERY, new RoundTrip(towns, roundTrips)),
                "gastown.listSessions",
                new Procedure(Kind.QUERY, new ListSessions(towns, pollInterval)),
                "gastown.listTowns",
                new Procedure(Kind.QUERY, new ListTowns(towns)));
    }
}

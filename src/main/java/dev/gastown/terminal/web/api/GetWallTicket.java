package dev.gastown.terminal.web.api;

import dev.gastown.terminal.ticket.Access;
import dev.gastown.terminal.ticket.TicketDesk;
import dev.gastown.terminal.ticket.TicketRateLimit;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.web.trpc.Caller;
import dev.gastown.terminal.web.trpc.Procedure;
import dev.gastown.terminal.web.trpc.TrpcError;
import dev.gastown.terminal.web.trpc.TrpcException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/**
 * {@code gastown.getWallTicket}: a ticket for the screens of several sessions, to be read. It asks the sandbox nothing: a
 * wall shows a session when it is there, and a ticket for one that isn't opens nothing.
 */
final class GetWallTicket implements Procedure.Body {
    private final CallersTowns towns;
    private final TicketDesk tickets;
    private final TicketRateLimit rate;
    private final TicketAudit audit;

    GetWallTicket(CallersTowns towns, TicketDesk tickets, TicketRateLimit rate, TicketAudit audit) {
        this.towns = towns;
        this.tickets = tickets;
        this.rate = rate;
        this.audit = audit;
    }

    @Override
    public Future<JsonObject> call(Caller caller, Object input) {
        if (!rate.allows(caller.user().userId())) {
            TrpcException tooMany = new TrpcException(TrpcError.TOO_MANY_REQUESTS, "Too many tickets: wait a minute");
            audit.refused(caller, null, null, tooMany);
            return Future.failedFuture(tooMany);
        }
        UUID townId;
        List<String> sessionNames;
        try {
            ProcedureInput fields = ProcedureInput.of(input);
            townId = fields.townId();
            sessionNames = fields.sessionNames();
        } catch (TrpcException malformed) {
            audit.refused(caller, null, null, malformed);
            return Future.failedFuture(malformed);
        }
        String sessions = String.join(",", sessionNames);
        return towns.running(caller.user(), townId)
                .compose(town -> issue(caller, town, sessionNames))
                .onSuccess(issued -> audit.issued(caller, townId, sessions, Access.READ))
                .onFailure(failure -> audit.refused(caller, townId, sessions, failure));
    }

    private Future<JsonObject> issue(Caller caller, Town town, List<String> sessionNames) {
        return tickets.issueWall(town.owners().member(caller.user()), town.id(), sessionNames)
                .map(ticket -> new JsonObject()
                        .put("ticket", ticket.jwt())
                        .put("expiresAt", ticket.expiresAt().getEpochSecond()));
    }
}

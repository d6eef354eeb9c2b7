package dev.gastown.terminal.web.api;

import dev.gastown.terminal.session.Role;
import dev.gastown.terminal.session.SandboxApi;
import dev.gastown.terminal.session.TownSessions;
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
import java.time.Duration;
import java.util.UUID;

/**
 * {@code gastown.getStreamTicket} (contract sections 2 and 3). Who may write is decided here and nowhere else: only for
 * a session whose role is mayor, as the town's sandbox reports it, and for an owner who may write.
 */
final class GetStreamTicket implements Procedure.Body {
    /** A role older than this is not believed (contract section 11). */
    private static final Duration MOST_LIST_AGE = Duration.ofSeconds(10);

    /** A session that is not in a list of this age may have started since. */
    private static final Duration JUST_ASKED = Duration.ofSeconds(1);

    private final CallersTowns towns;
    private final TicketDesk tickets;
    private final TicketRateLimit rate;
    private final TicketAudit audit;

    GetStreamTicket(CallersTowns towns, TicketDesk tickets, TicketRateLimit rate, TicketAudit audit) {
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
        String sessionName;
        try {
            ProcedureInput fields = ProcedureInput.of(input);
            townId = fields.townId();
            sessionName = fields.sessionName();
        } catch (TrpcException malformed) {
            audit.refused(caller, null, null, malformed);
            return Future.failedFuture(malformed);
        }
        return towns.running(caller.user(), townId)
                .compose(town -> issue(caller, town, sessionName))
                .onFailure(failure -> audit.refused(caller, townId, sessionName, failure));
    }

    private Future<JsonObject> issue(Caller caller, Town town, String sessionName) {
        return sessionsWith(caller, town, sessionName, MOST_LIST_AGE)
                .recover(failure -> isMissing(failure)
                        ? sessionsWith(caller, town, sessionName, JUST_ASKED)
                        : Future.failedFuture(failure))
                .compose(sessions -> {
                    boolean mayor = sessions.roleOf(sessionName).orElseThrow() == Role.MAYOR;
                    Access access = mayor && town.takesInputFrom(caller.user()) ? Access.WRITE : Access.READ;
                    return tickets.issue(town.owners().member(caller.user()), town.id(), sessionName, access)
                            .onSuccess(ticket -> audit.issued(caller, town.id(), sessionName, access))
                            .map(ticket -> new JsonObject()
                                    .put("ticket", ticket.jwt())
                                    .put("expiresAt", ticket.expiresAt().getEpochSecond())
                                    .put("access", access.wireName())
                                    .put("protocol", sessions.speaksV2() ? SandboxApi.TERMINAL_V2 : null));
                });
    }

    private Future<TownSessions> sessionsWith(Caller caller, Town town, String sessionName, Duration maxAge) {
        return towns.sessions(town, maxAge, caller.trace()).compose(sessions -> {
            if (sessions.failure().isPresent()) {
                return Future.failedFuture(
                        CallersTowns.sandboxFailure(sessions.failure().get()));
            }
            return sessions.roleOf(sessionName).isPresent()
                    ? Future.succeededFuture(sessions)
                    : Future.failedFuture(new TrpcException(TrpcError.NOT_FOUND, "There is no such session"));
        });
    }

    /** Only then a newer list can help: a sandbox that did not answer in time must not be waited for twice. */
    private static boolean isMissing(Throwable failure) {
        return failure instanceof TrpcException refused && refused.error() == TrpcError.NOT_FOUND;
    }
}

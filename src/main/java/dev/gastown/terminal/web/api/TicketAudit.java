package dev.gastown.terminal.web.api;

import dev.gastown.terminal.ops.Audit;
import dev.gastown.terminal.ops.AuditEvent;
import dev.gastown.terminal.ops.AuditEvent.Type;
import dev.gastown.terminal.ticket.Access;
import dev.gastown.terminal.web.trpc.Caller;
import dev.gastown.terminal.web.trpc.TrpcError;
import dev.gastown.terminal.web.trpc.TrpcException;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.UUID;

/** What the audit hears of tickets of every kind (contract section 5): for whom and for what, never the ticket. */
final class TicketAudit {
    private final Audit audit;
    private final Clock clock;

    TicketAudit(Audit audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /** @param sessions the session's name, or a wall's names separated by commas */
    void issued(Caller caller, UUID townId, String sessions, Access access) {
        publish(Type.TICKET_ISSUED, caller, townId, sessions, access.wireName(), new JsonObject());
    }

    /**
     * @param townId null when the input was not looked at, or is not what it should be
     * @param sessions likewise
     * @param failure gives the reason
     */
    void refused(Caller caller, UUID townId, String sessions, Throwable failure) {
        String reason = failure instanceof TrpcException refused
                ? refused.error().name()
                : TrpcError.INTERNAL_SERVER_ERROR.name();
        publish(Type.TICKET_REFUSED, caller, townId, sessions, null, new JsonObject().put("reason", reason));
    }

    private void publish(Type type, Caller caller, UUID townId, String sessions, String access, JsonObject details) {
        details.put("traceId", caller.trace().traceId());
        audit.publish(new AuditEvent(type, clock.instant(), caller.user().userId(), townId, sessions, access, details));
    }
}

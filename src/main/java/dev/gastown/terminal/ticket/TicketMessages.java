package dev.gastown.terminal.ticket;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * Signed tickets as event-bus messages between {@link EventBusTicketDesk} and {@link TicketVerticle}; redeemed ones are
 * sent as their claims.
 */
final class TicketMessages {
    private TicketMessages() {}

    static JsonObject toJson(SignedTicket ticket) {
        return new JsonObject()
                .put("jwt", ticket.jwt())
                .put("expiresAt", ticket.expiresAt().getEpochSecond());
    }

    static SignedTicket signedTicket(JsonObject json) {
        return new SignedTicket(json.getString("jwt"), Instant.ofEpochSecond(json.getLong("expiresAt")));
    }
}

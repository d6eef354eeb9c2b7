package dev.gastown.terminal.ticket;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * The event-bus messages between {@link EventBusTicketDesk} and {@link TicketVerticle}: signed tickets, and claims, wanted
 * or redeemed, with what they say of the user.
 */
final class TicketMessages {
    private static final String HEADER = "header";
    private static final String CLAIMS = "claims";

    private TicketMessages() {}

    static JsonObject toJson(SignedTicket ticket) {
        return new JsonObject()
                .put("jwt", ticket.jwt())
                .put("expiresAt", ticket.expiresAt().getEpochSecond());
    }

    static JsonObject toJson(UserHeader header, JsonObject claims) {
        return new JsonObject().put(HEADER, header.toJson()).put(CLAIMS, claims);
    }

    static <T extends Ticket> T ticket(TicketKind<T> kind, JsonObject json) {
        return kind.read(header(json), claims(json)).orElseThrow();
    }

    static UserHeader header(JsonObject json) {
        return UserHeader.read(json.getJsonObject(HEADER));
    }

    static JsonObject claims(JsonObject json) {
        return json.getJsonObject(CLAIMS);
    }

    static SignedTicket signedTicket(JsonObject json) {
        return new SignedTicket(json.getString("jwt"), Instant.ofEpochSecond(json.getLong("expiresAt")));
    }
}

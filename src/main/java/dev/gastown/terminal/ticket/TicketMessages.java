package dev.gastown.terminal.ticket;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;

/** Tickets as event-bus messages between {@link EventBusTicketDesk} and {@link TicketVerticle}. */
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

    static JsonObject toJson(StreamTicket ticket) {
        return new JsonObject()
                .put("userId", ticket.userId())
                .put("townId", ticket.townId().toString())
                .put("sessionName", ticket.sessionName())
                .put("access", ticket.access().wireName())
                .put("nonce", ticket.nonce().toString())
                .put("issuedAt", ticket.issuedAt().getEpochSecond())
                .put("expiresAt", ticket.expiresAt().getEpochSecond());
    }

    static StreamTicket streamTicket(JsonObject json) {
        return new StreamTicket(
                json.getString("userId"),
                UUID.fromString(json.getString("townId")),
                json.getString("sessionName"),
                Access.ofWireName(json.getString("access")).orElseThrow(),
                UUID.fromString(json.getString("nonce")),
                Instant.ofEpochSecond(json.getLong("issuedAt")),
                Instant.ofEpochSecond(json.getLong("expiresAt")));
    }
}

package dev.gastown.terminal.ticket;

import dev.gastown.terminal.identity.Login;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * The event-bus messages between {@link EventBusTicketDesk} and {@link TicketVerticle}: signed tickets, and claims, wanted
 * or redeemed, with the login they are for.
 */
final class TicketMessages {
    private static final String LOGIN = "login";
    private static final String CLAIMS = "claims";

    private TicketMessages() {}

    static JsonObject toJson(SignedTicket ticket) {
        return new JsonObject()
                .put("jwt", ticket.jwt())
                .put("expiresAt", ticket.expiresAt().getEpochSecond());
    }

    static JsonObject toJson(Optional<Login> login, JsonObject claims) {
        return new JsonObject().put(LOGIN, LoginHeader.toJson(login)).put(CLAIMS, claims);
    }

    static <T extends Ticket> T ticket(TicketKind<T> kind, JsonObject json) {
        return kind.read(login(json), claims(json)).orElseThrow();
    }

    static Optional<Login> login(JsonObject json) {
        return LoginHeader.read(json.getJsonObject(LOGIN));
    }

    static JsonObject claims(JsonObject json) {
        return json.getJsonObject(CLAIMS);
    }

    static SignedTicket signedTicket(JsonObject json) {
        return new SignedTicket(json.getString("jwt"), Instant.ofEpochSecond(json.getLong("expiresAt")));
    }
}

package dev.gastown.terminal.ticket;

import dev.gastown.terminal.session.SessionName;
import dev.gastown.terminal.session.WallSessions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A kind of ticket, and how it is written as claims. Each kind has a type and an audience of its own, so that none passes
 * for another.
 *
 * @param <T> the tickets of this kind
 */
final class TicketKind<T extends Ticket> {
    /** Opens one session's terminal; claims of contract section 3. */
    static final TicketKind<StreamTicket> STREAM = new TicketKind<>(
            "stream_ticket",
            "gastown-terminal",
            ticket -> new JsonObject().put("sessionName", ticket.sessionName()),
            TicketKind::readStream);

    /** Opens one wall; the same claims, but several sessions. */
    static final TicketKind<WallTicket> WALL = new TicketKind<>(
            "wall_ticket",
            "gastown-wall",
            ticket -> new JsonObject().put("sessionNames", new JsonArray(ticket.sessionNames())),
            TicketKind::readWall);

    private final String type;
    private final String audience;
    private final Function<T, JsonObject> opens;
    private final BiFunction<UserHeader, JsonObject, Optional<T>> reader;

    private TicketKind(
            String type,
            String audience,
            Function<T, JsonObject> opens,
            BiFunction<UserHeader, JsonObject, Optional<T>> reader) {
        this.type = type;
        this.audience = audience;
        this.opens = opens;
        this.reader = reader;
    }

    /** The {@code aud} claim. */
    String audience() {
        return audience;
    }

    /** Everything a ticket says; without the issuer and the audience, which belong to its signature. */
    JsonObject claims(T ticket) {
        return opens.apply(ticket)
                .put("type", type)
                .put("userId", ticket.user().userId())
                .put("townId", ticket.townId().toString())
                .put("access", ticket.access().wireName())
                .put("nonce", ticket.nonce().toString())
                .put("iat", ticket.issuedAt().getEpochSecond())
                .put("exp", ticket.expiresAt().getEpochSecond());
    }

    /** The ticket that claims tell of, given with such a header; empty when they are not those of this kind. */
    Optional<T> read(UserHeader header, JsonObject claims) {
        try {
            boolean ours = type.equals(claims.getString("type")) && claims.getString("userId") != null;
            return ours ? reader.apply(header, claims) : Optional.empty();
        } catch (RuntimeException wrongType) {
            return Optional.empty();
        }
    }

    /**
     * A new ticket, with a nonce of its own.
     *
     * @param header what it says of the user beside the name
     * @param wanted the claims that say for whom and what, checked by the caller
     * @param now whole seconds
     */
    T issue(UserHeader header, JsonObject wanted, Instant now, Duration life) {
        JsonObject claims = wanted.copy()
                .put("type", type)
                .put("nonce", UUID.randomUUID().toString())
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(life).getEpochSecond());
        return read(header, claims).orElseThrow(() -> new IllegalArgumentException("This is nothing a ticket opens"));
    }

    private static Optional<StreamTicket> readStream(UserHeader header, JsonObject claims) {
        Optional<Access> access = Access.ofWireName(claims.getString("access"));
        String sessionName = claims.getString("sessionName");
        if (access.isEmpty() || !SessionName.isValid(sessionName)) {
            return Optional.empty();
        }
        return Optional.of(new StreamTicket(
                header.user(claims.getString("userId")),
                id(claims, "townId"),
                sessionName,
                access.get(),
                id(claims, "nonce"),
                time(claims, "iat"),
                time(claims, "exp")));
    }

    /** Whatever a wall's ticket claims beside {@code read} makes it none: there is no typing on a wall. */
    private static Optional<WallTicket> readWall(UserHeader header, JsonObject claims) {
        List<?> names = claims.getJsonArray("sessionNames").getList();
        if (!Access.READ.wireName().equals(claims.getString("access")) || !WallSessions.areValid(names)) {
            return Optional.empty();
        }
        return Optional.of(new WallTicket(
                header.user(claims.getString("userId")),
                id(claims, "townId"),
                names.stream().map(String.class::cast).toList(),
                id(claims, "nonce"),
                time(claims, "iat"),
                time(claims, "exp")));
    }

    private static UUID id(JsonObject claims, String name) {
        return UUID.fromString(claims.getString(name));
    }

    private static Instant time(JsonObject claims, String name) {
        return Instant.ofEpochSecond(claims.getLong(name));
    }
}

package dev.gastown.terminal.ticket;

import dev.gastown.terminal.identity.Login;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * The login behind a ticket, as private parameters of its signed header (RFC 7515 section 4.3): the claims are those of
 * contract section 3 and no others.
 */
final class LoginHeader {
    private static final String ID = "login";

    /** Epoch seconds. */
    private static final String EXPIRES = "loginExp";

    private LoginHeader() {}

    static JsonObject toJson(Optional<Login> login) {
        JsonObject header = new JsonObject();
        login.ifPresent(known ->
                header.put(ID, known.id()).put(EXPIRES, known.expiresAt().getEpochSecond()));
        return header;
    }

    /**
     * @return empty when the header names no login
     * @throws RuntimeException when it names half a one, or one of the wrong types
     */
    static Optional<Login> read(JsonObject header) {
        if (!header.containsKey(ID) && !header.containsKey(EXPIRES)) {
            return Optional.empty();
        }
        if (header.getValue(ID) instanceof String id && header.getValue(EXPIRES) instanceof Number expires) {
            return Optional.of(new Login(id, Instant.ofEpochSecond(expires.longValue())));
        }
        throw new IllegalArgumentException("Half a login");
    }
}

package dev.gastown.terminal.identity;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * What a browser keeps, sealed, to renew a login with.
 *
 * @param id by which all tokens of the login are known as one
 * @param userId whose it is: the provider must say the same again
 * @param refreshToken the provider's; a secret
 * @param endsAt beyond which it is not renewed; whole seconds
 */
public record OidcSession(String id, String userId, String refreshToken, Instant endsAt) {
    /** Reads what {@link #toText} wrote; empty for anything else, and after its time. */
    public static Optional<OidcSession> read(String text, Instant now) {
        try {
            JsonObject json = new JsonObject(text);
            OidcSession session = new OidcSession(
                    json.getString("id"),
                    json.getString("userId"),
                    json.getString("refreshToken"),
                    Instant.ofEpochSecond(json.getLong("end")));
            return now.isBefore(session.endsAt()) ? Optional.of(session) : Optional.empty();
        } catch (RuntimeException notOurs) {
            return Optional.empty();
        }
    }

    /** To be sealed. */
    public String toText() {
        return new JsonObject()
                .put("id", id)
                .put("userId", userId)
                .put("refreshToken", refreshToken)
                .put("end", endsAt.getEpochSecond())
                .encode();
    }

    /** Never shows the token. */
    @Override
    public String toString() {
        return "OidcSession[" + userId + "]";
    }
}

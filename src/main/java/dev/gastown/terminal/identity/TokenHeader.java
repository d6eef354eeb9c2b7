package dev.gastown.terminal.identity;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Optional;

/** The header of a JWT in its compact form (RFC 7515 section 7.1), which nobody need have signed. */
public final class TokenHeader {
    private TokenHeader() {}

    /** Reads it; empty for what is no token. */
    public static Optional<JsonObject> read(String token) {
        try {
            byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
            return Optional.of(new JsonObject(Buffer.buffer(header)));
        } catch (RuntimeException noToken) {
            return Optional.empty();
        }
    }
}

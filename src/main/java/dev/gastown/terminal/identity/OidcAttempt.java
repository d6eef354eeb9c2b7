package dev.gastown.terminal.identity;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * One attempt to log in: what a browser keeps, sealed, while it is at the provider.
 *
 * @param state comes back through the browser (RFC 6749 section 10.12)
 * @param nonce comes back in the ID token
 * @param verifier what the code is bound to (RFC 7636)
 * @param returnTo the path of this gateway to show afterwards
 * @param expiresAt whole seconds
 */
public record OidcAttempt(String state, String nonce, String verifier, String returnTo, Instant expiresAt) {
    /** How long somebody may take at the provider. */
    public static final Duration LIFE = Duration.ofMinutes(10);

    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new one. */
    public static OidcAttempt begin(String returnTo, Instant now) {
        return new OidcAttempt(random(), random(), random(), returnTo, now.plus(LIFE));
    }

    /** Reads what {@link #toText} wrote; empty for anything else, and after its time. */
    public static Optional<OidcAttempt> read(String text, Instant now) {
        try {
            JsonObject json = new JsonObject(text);
            OidcAttempt attempt = new OidcAttempt(
                    json.getString("state"),
                    json.getString("nonce"),
                    json.getString("verifier"),
                    json.getString("returnTo"),
                    Instant.ofEpochSecond(json.getLong("exp")));
            return now.isBefore(attempt.expiresAt()) ? Optional.of(attempt) : Optional.empty();
        } catch (RuntimeException notOurs) {
            return Optional.empty();
        }
    }

    /** To be sealed: it has the verifier in it. */
    public String toText() {
        return new JsonObject()
                .put("state", state)
                .put("nonce", nonce)
                .put("verifier", verifier)
                .put("returnTo", returnTo)
                .put("exp", expiresAt.getEpochSecond())
                .encode();
    }

    /** Whether this is the state that the browser set out with; in constant time. */
    public boolean isState(String presented) {
        return presented != null
                && MessageDigest.isEqual(
                        state.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 7636 section 4.2, S256. */
    String challenge() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException missingAlgorithm) {
            throw new IllegalStateException(missingAlgorithm);
        }
    }

    /** Never shows what it holds. */
    @Override
    public String toString() {
        return "OidcAttempt[expires " + expiresAt + "]";
    }

    private static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

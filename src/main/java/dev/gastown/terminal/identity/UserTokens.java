package dev.gastown.terminal.identity;

import dev.gastown.terminal.config.IdentitySettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Verifies and signs user tokens (contract section 1.1): HS256, with {@code sub}, {@code aud: "gastown"} and
 * {@code exp}. Safe on any event loop.
 */
public final class UserTokens {
    /** The audience of user tokens; a stream ticket never passes for one. */
    public static final String AUDIENCE = "gastown";

    private static final String ALGORITHM = "HS256";

    /** Tolerated difference of clocks between the signer and this node (contract section 11). */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    /** Bytes of a login's id: nobody finds a second token of the same. */
    private static final int LOGIN_ID_BYTES = 16;

    private final JWTAuth verifier;
    private final JWTAuth signer;
    private final Optional<String> issuer;

    /** @param identity the keys that verify; only the first one signs */
    public UserTokens(Vertx vertx, IdentitySettings identity) {
        this.issuer = identity.issuer();
        JWTOptions checks = new JWTOptions().addAudience(AUDIENCE).setLeeway((int) CLOCK_SKEW.toSeconds());
        issuer.ifPresent(checks::setIssuer);
        // Vert.x signs with any of its keys: the one that signs needs a provider of its own.
        JWTAuthOptions verifying =
                new JWTAuthOptions().setJWTOptions(checks).addPubSecKey(key(identity.sessionSecret()));
        identity.previousSessionSecret().ifPresent(previous -> verifying.addPubSecKey(key(previous)));
        this.verifier = JWTAuth.create(vertx, verifying);
        this.signer = JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(key(identity.sessionSecret())));
    }

    /**
     * Reads a token.
     *
     * @return the user; empty for any token that is not valid, without saying why: the reason would help a forger
     */
    public Future<Optional<User>> verify(String token) {
        // Composed, because a claim of the wrong type makes the library throw instead of fail.
        return Future.succeededFuture(new TokenCredentials(token))
                .compose(verifier::authenticate)
                .map(valid -> userOf(token, valid.attributes().getJsonObject("accessToken", new JsonObject())))
                .otherwise(Optional.empty());
    }

    /** Signs a token for a user who has just logged in here. */
    public String sign(String userId, Duration life) {
        JWTOptions options = new JWTOptions()
                .setAlgorithm(ALGORITHM)
                .setSubject(userId)
                .addAudience(AUDIENCE)
                .setExpiresInSeconds((int) life.toSeconds());
        issuer.ifPresent(options::setIssuer);
        return signer.generateToken(new JsonObject(), options);
    }

    private static Optional<User> userOf(String token, JsonObject claims) {
        boolean complete = claims.getValue("sub") instanceof String userId
                && !userId.isEmpty()
                && claims.getValue("exp") instanceof Number;
        return complete
                ? Optional.of(new User(
                        claims.getString("sub"),
                        groups(claims),
                        Optional.of(new Login(
                                loginId(token),
                                Instant.ofEpochSecond(claims.getLong("exp")).plus(CLOCK_SKEW)))))
                : Optional.empty();
    }

    /** A claim that is no list of texts names no group: it may only take away. */
    private static Set<String> groups(JsonObject claims) {
        return claims.getValue("groups") instanceof JsonArray groups
                        && groups.stream().allMatch(String.class::isInstance)
                ? groups.stream().map(String.class::cast).collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    /** From what is signed only: a signature can be written in several ways, and each would be a login of its own. */
    private static String loginId(String token) {
        byte[] signed = token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(signed);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, LOGIN_ID_BYTES));
        } catch (GeneralSecurityException missingAlgorithm) {
            throw new IllegalStateException(missingAlgorithm);
        }
    }

    private static PubSecKeyOptions key(byte[] secret) {
        return new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(Buffer.buffer(secret));
    }
}

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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Verifies and signs user tokens (contract section 1.1), with {@code sub}, {@code aud: "gastown"} and {@code exp}: HS256
 * with the session secret, RS256 and ES256 with the keys at the JWKS URL. The token's {@code alg} only chooses between
 * the two; no key ever verifies for another algorithm than its own. Safe on any event loop, on which it answers too.
 */
public final class UserTokens {
    /** The audience of user tokens; a stream ticket never passes for one. */
    public static final String AUDIENCE = "gastown";

    /** Tolerated difference of clocks between the signer and this node (contract section 11). */
    static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    private static final String ALGORITHM = "HS256";

    /** Bytes of a login's id: nobody finds a second token of the same. */
    private static final int LOGIN_ID_BYTES = 16;

    private final Optional<JWTAuth> verifier;
    private final Optional<JWTAuth> signer;
    private final Optional<JwksKeys> publicKeys;
    private final Optional<String> issuer;

    /**
     * @param identity the keys that verify; only the first secret signs
     * @param clients makes the client that asks for public keys, if they are to be asked for
     * @param spans by which public keys grow old: goes on evenly when the time of day is put right
     */
    public UserTokens(Vertx vertx, IdentitySettings identity, Supplier<IssuerClient> clients, Clock spans) {
        this.issuer = identity.issuer();
        JWTOptions checks = new JWTOptions().addAudience(AUDIENCE).setLeeway((int) CLOCK_SKEW.toSeconds());
        issuer.ifPresent(checks::setIssuer);
        // Without a key the library would take tokens without a signature.
        this.verifier = identity.sessionSecret().map(secret -> {
            JWTAuthOptions verifying =
                    new JWTAuthOptions().setJWTOptions(checks).addPubSecKey(key(secret));
            identity.previousSessionSecret().ifPresent(previous -> verifying.addPubSecKey(key(previous)));
            return JWTAuth.create(vertx, verifying);
        });
        // Vert.x signs with any of its keys: the one that signs needs a provider of its own.
        this.signer = identity.sessionSecret()
                .map(secret -> JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(key(secret))));
        this.publicKeys = identity.jwksUrl().map(url -> new JwksKeys(vertx, clients.get(), url, checks, spans));
    }

    /**
     * Reads a token.
     *
     * @return the user; empty for any token that is not valid, without saying why: the reason would help a forger. Fails
     *     with {@link KeysUnavailableException} when nobody can tell
     */
    public Future<Optional<User>> verify(String token) {
        // Composed, so that whatever a token makes anything throw, it is nobody's.
        return Future.succeededFuture(token)
                .compose(this::claimsOf)
                .map(claims -> userOf(token, claims))
                .recover(failure -> failure instanceof KeysUnavailableException
                        ? Future.failedFuture(failure)
                        : Future.succeededFuture(Optional.empty()));
    }

    /** Signs a token for a user who has just logged in here; to be asked only where there is a session secret. */
    public String sign(String userId, Duration life) {
        return sign(userId, new JsonObject(), life);
    }

    /**
     * Signs a token of a session that further tokens may carry on.
     *
     * @param session its id
     */
    public String sign(String userId, Set<String> groups, String session, Duration life) {
        return sign(
                userId,
                new JsonObject()
                        .put("groups", new JsonArray(List.copyOf(groups)))
                        .put("sid", session),
                life);
    }

    private String sign(String userId, JsonObject claims, Duration life) {
        JWTOptions options = new JWTOptions()
                .setAlgorithm(ALGORITHM)
                .setSubject(userId)
                .addAudience(AUDIENCE)
                .setExpiresInSeconds((int) life.toSeconds());
        issuer.ifPresent(options::setIssuer);
        return signer.orElseThrow().generateToken(claims, options);
    }

    private Future<JsonObject> claimsOf(String token) {
        if (publicKeys.isPresent() && !isSymmetric(token)) {
            return publicKeys.get().verify(token);
        }
        // Composed, because a claim of the wrong type makes the library throw instead of fail.
        return Future.succeededFuture(new TokenCredentials(token))
                .compose(credentials -> verifier.map(symmetric -> symmetric.authenticate(credentials))
                        .orElseGet(() -> Future.failedFuture("no key")))
                .map(valid -> valid.attributes().getJsonObject("accessToken", new JsonObject()));
    }

    /** What is no token is refused either way. */
    private static boolean isSymmetric(String token) {
        return TokenHeader.read(token)
                .map(header -> ALGORITHM.equals(header.getValue("alg")))
                .orElse(true);
    }

    private static Optional<User> userOf(String token, JsonObject claims) {
        boolean complete = claims.getValue("sub") instanceof String userId
                && !userId.isEmpty()
                && claims.getValue("exp") instanceof Number;
        if (!complete) {
            return Optional.empty();
        }
        Set<String> groups = groups(claims);
        return Optional.of(new User(claims.getString("sub"), groups, Optional.of(login(token, claims, groups))));
    }

    private static Login login(String token, JsonObject claims, Set<String> groups) {
        Instant expiresAt = Instant.ofEpochSecond(claims.getLong("exp")).plus(CLOCK_SKEW);
        if (claims.getValue("sid") instanceof String session && !session.isEmpty()) {
            // Lengths first, so that no two sessions of different users are written alike.
            String issuer = claims.getString("iss", "");
            String userId = claims.getString("sub");
            String named = issuer.length() + "." + userId.length() + "." + issuer + userId + session;
            String inGroups = new JsonArray(groups.stream().sorted().toList()).encode() + named;
            return new Login(digest(named), expiresAt, Optional.of(digest(inGroups)));
        }
        // From what is signed only: a signature can be written in several ways, and each would be a login of its own.
        return new Login(digest(token.substring(0, token.lastIndexOf('.'))), expiresAt);
    }

    /** A claim that is no list of texts names no group: it may only take away. */
    private static Set<String> groups(JsonObject claims) {
        return claims.getValue("groups") instanceof JsonArray groups
                        && groups.stream().allMatch(String.class::isInstance)
                ? groups.stream().map(String.class::cast).collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, LOGIN_ID_BYTES));
        } catch (GeneralSecurityException missingAlgorithm) {
            throw new IllegalStateException(missingAlgorithm);
        }
    }

    private static PubSecKeyOptions key(byte[] secret) {
        return new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(Buffer.buffer(secret));
    }
}

package dev.gastown.terminal.identity;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestClock;
import dev.gastown.terminal.config.IdentitySettings;
import dev.gastown.terminal.identity.PublishedKeys.Key;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishedKeysVerifyTest {
    private static final String SECRET = "the-session-secret-with-more-than-32-bytes";
    private static final Key RSA = PublishedKeys.rsa("rsa-1", 2048);
    private static final Key NEXT = PublishedKeys.rsa("rsa-2", 2048);
    private static final Key SHORT = PublishedKeys.rsa("rsa-short", 1024);
    private static final Key EC = PublishedKeys.elliptic("ec-1");

    private final Vertx vertx = Vertx.vertx();
    private final PublishedKeys issuer = new PublishedKeys(vertx);
    private final TestClock clock = new TestClock();
    private final AtomicLong flooded = new AtomicLong();

    @AfterEach
    void close() {
        issuer.close();
        await(vertx.close());
    }

    @Test
    void bothAlgorithmsWithAndWithoutANameOfTheKey() {
        issuer.publish(RSA, EC);
        UserTokens tokens = tokens(Optional.empty());

        for (Key key : List.of(RSA, EC)) {
            assertThat(userOf(tokens, key.sign(claims()))).contains("alice");
            assertThat(userOf(tokens, key.sign(header(key.algorithm()), claims())))
                    .contains("alice");
        }
        assertThat(issuer.asked()).isEqualTo(1);
    }

    @Test
    void besideTheSessionSecretEachForItsOwnAlgorithm() {
        issuer.publish(RSA);
        UserTokens tokens = tokens(Optional.of(SECRET));

        assertThat(userOf(tokens, Jwts.sign(SECRET, claims()))).contains("alice");
        assertThat(userOf(tokens, RSA.sign(claims()))).contains("alice");
        assertThat(userOf(tokens(Optional.empty()), Jwts.sign(SECRET, claims())))
                .isEmpty();
    }

    @Test
    void noKeyPassesForASecret() {
        issuer.publish(RSA, EC);
        UserTokens tokens = tokens(Optional.of(SECRET));
        String der = new String(RSA.pair().getPublic().getEncoded(), StandardCharsets.ISO_8859_1);
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(RSA.pair().getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";

        for (String guess : List.of(
                der, pem, RSA.published().getString("n"), RSA.published().encode())) {
            for (JsonObject header : List.of(header("HS256"), header("HS256").put("kid", "rsa-1"))) {
                assertThat(userOf(tokens, Jwts.sign(guess, header, claims()))).isEmpty();
                assertThat(userOf(tokens, Jwts.sign(guess, header.copy().put("alg", "RS256"), claims())))
                        .isEmpty();
            }
        }
        assertThat(userOf(tokens, Jwts.unsigned(claims()))).isEmpty();
        assertThat(userOf(tokens, RSA.sign(header("none"), claims()))).isEmpty();
        assertThat(userOf(tokens, RSA.sign(header("ES256"), claims()))).isEmpty();
        assertThat(userOf(tokens, EC.sign(header("RS256"), claims()))).isEmpty();
        assertThat(userOf(tokens, RSA.sign(header("RS384"), claims()))).isEmpty();
        assertThat(userOf(tokens, NEXT.sign(header("RS256").put("kid", "rsa-1"), claims())))
                .isEmpty();
        assertThat(userOf(
                        tokens,
                        NEXT.sign(
                                header("RS256").put("jwk", NEXT.published()).put("x5c", new JsonArray().add("AAAA")),
                                claims())))
                .isEmpty();
        assertThat(userOf(tokens, Jwts.sign(SECRET, header("HS256").put("kid", "rsa-1"), claims())))
                .contains("alice");
    }

    @Test
    void whatIsNoPublicKeyOfTheseKindsVerifiesNothing() {
        JsonObject secret = new JsonObject()
                .put("kty", "oct")
                .put("kid", "oct")
                .put(
                        "k",
                        Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(SECRET.getBytes(StandardCharsets.UTF_8)));
        JsonObject broken = RSA.published().copy().put("n", RSA.published().getString("n") + "!");
        JsonObject point = EC.published().copy().put("y", EC.published().getString("x"));
        for (JsonObject key : List.of(
                secret,
                secret.copy().put("alg", "RS256"),
                SHORT.published(),
                broken,
                point,
                RSA.published().copy().put("use", "enc"),
                RSA.published().copy().put("alg", "RS512"),
                RSA.published().copy().put("alg", 1),
                RSA.published().copy().put("key_ops", new JsonArray().add("encrypt")),
                EC.published().copy().put("crv", "P-384"),
                new JsonObject().put("kty", "RSA"),
                new JsonObject())) {
            issuer.publish(key);
            UserTokens tokens = tokens(Optional.empty());
            for (String token : List.of(
                    Jwts.sign(SECRET, claims()),
                    Jwts.sign(SECRET, header("HS256").put("kid", "oct"), claims()),
                    SHORT.sign(claims()),
                    RSA.sign(claims()),
                    EC.sign(claims()),
                    Jwts.unsigned(claims()),
                    Jwts.unsigned(claims()).replaceAll("\\.$", ""),
                    Jwts.sign(SECRET, header("RS256"), claims()))) {
                assertThat(userOf(tokens, token)).as(key.encode()).isEmpty();
            }
        }
    }

    @Test
    void aHeaderThatIsNoneOfATokensIsNobodys() {
        issuer.publish(RSA);
        UserTokens tokens = tokens(Optional.of(SECRET));
        for (JsonObject header : List.of(
                new JsonObject(),
                new JsonObject().putNull("alg"),
                new JsonObject().put("alg", 256),
                new JsonObject().put("alg", new JsonArray().add("RS256")),
                header("RS256").put("kid", 7),
                header("RS256").put("kid", new JsonObject()))) {
            assertThat(userOf(tokens, RSA.sign(header, claims())))
                    .as(header.encode())
                    .isEmpty();
        }
        for (String text :
                List.of("", ".", "..", "...", "e30", "e30.", "bnVsbA.e30.", "W10.e30.", "!.e30.", "eyJ.e30.")) {
            assertThat(userOf(tokens, text)).as(text).isEmpty();
        }
    }

    @Test
    void whileTheIssuerIsDownNobodyCanTellOfAKeyThatIsNew() {
        issuer.publish(RSA);
        JwksKeys keys = keys();
        await(keys.verify(RSA.sign(claims())));
        issuer.answer(response -> response.setStatusCode(500).end());
        clock.advance(JwksKeys.LEAST_INTERVAL);

        for (int i = 0; i < 2; i++) {
            assertThat(await(keys.verify(NEXT.sign(claims()))
                            .map(claims -> (Throwable) null)
                            .otherwise(failure -> failure)))
                    .isInstanceOf(KeysUnavailableException.class);
        }
        assertThat(isBelieved(keys.verify(RSA.sign(claims())))).isTrue();
    }

    @Test
    void theClaimsAreLookedAtAsWithASecret() {
        issuer.publish(RSA);
        UserTokens tokens = tokens(Optional.empty());
        long now = System.currentTimeMillis() / 1_000;

        assertThat(userOf(tokens, RSA.sign(claims().put("aud", "somebody-else"))))
                .isEmpty();
        assertThat(userOf(tokens, RSA.sign(claims().put("exp", now - 2)))).contains("alice");
        assertThat(userOf(tokens, RSA.sign(claims().put("exp", now - 8)))).isEmpty();
        assertThat(userOf(tokens, RSA.sign(claims().putNull("exp")))).isEmpty();
        assertThat(userOf(tokens, RSA.sign(claims().putNull("sub")))).isEmpty();
        assertThat(await(tokens.verify(RSA.sign(claims().put("groups", new JsonArray().add("engineering")))))
                        .orElseThrow()
                        .groups())
                .containsExactly("engineering");
    }

    @Test
    void anUnknownKeyIsLookedForAtOnceAndAForgottenOneIsForgotten() {
        issuer.publish(RSA);
        JwksKeys keys = keys();
        await(keys.verify(RSA.sign(claims())));

        issuer.publish(NEXT);
        clock.advance(JwksKeys.LEAST_INTERVAL);
        await(keys.verify(NEXT.sign(claims())));

        assertThat(isBelieved(keys.verify(RSA.sign(claims())))).isFalse();
        assertThat(issuer.asked()).isEqualTo(2);
    }

    @Test
    void howeverManyNameUnknownKeysTheIssuerIsLeftInPeace() {
        issuer.publish(RSA);
        JwksKeys keys = keys();
        await(keys.verify(RSA.sign(claims())));
        IntStream.range(0, 100)
                .forEach(i -> assertThat(isBelieved(
                                keys.verify(NEXT.sign(header("RS256").put("kid", "guess-" + i), claims()))))
                        .isFalse());

        assertThat(issuer.asked()).isEqualTo(1);
        clock.advance(JwksKeys.LEAST_INTERVAL);
        IntStream.range(0, 100)
                .mapToObj(i -> keys.verify(NEXT.sign(header("RS256").put("kid", "guess-" + i), claims())))
                .toList()
                .forEach(verified -> assertThat(isBelieved(verified)).isFalse());
        assertThat(issuer.asked()).isEqualTo(2);
    }

    @Test
    void oldKeysAreAskedForAgainWithoutAnybodyWaiting() {
        issuer.answer(response -> response.putHeader("Cache-Control", "public, max-age=120")
                .end(new JsonObject()
                        .put("keys", new JsonArray().add(RSA.published()))
                        .encode()));
        JwksKeys keys = keys();
        await(keys.verify(RSA.sign(claims())));
        clock.advance(Duration.ofSeconds(119));
        await(keys.verify(RSA.sign(claims())));
        assertThat(issuer.asked()).isEqualTo(1);

        issuer.publish(NEXT);
        clock.advance(Duration.ofSeconds(1));
        assertThat(isBelieved(keys.verify(RSA.sign(claims())))).isTrue();
        await(keys.verify(NEXT.sign(claims())));
        assertThat(isBelieved(keys.verify(RSA.sign(claims())))).isFalse();
        assertThat(issuer.asked()).isEqualTo(2);
    }

    @Test
    void knownKeysGoOnForAnHourWhileTheIssuerIsDown() {
        issuer.publish(RSA);
        JwksKeys keys = keys();
        await(keys.verify(RSA.sign(claims())));
        issuer.answer(response -> response.setStatusCode(500).end("<html>down</html>"));

        clock.advance(Duration.ofMinutes(69));
        assertThat(isBelieved(keys.verify(RSA.sign(claims())))).isTrue();
        clock.advance(Duration.ofMinutes(2));
        assertThat(keys.verify(RSA.sign(claims())).transform(result -> Future.succeededFuture(result.cause())))
                .satisfies(failure -> assertThat(await(failure)).isInstanceOf(KeysUnavailableException.class));
    }

    @Test
    void whereThereAreNoKeysNobodyCanTellAndOnceThereAreItGoesOn() {
        for (String garbage : List.of("", "null", "[]", "{}", "{\"keys\":{}}", "<html>", "{\"keys\":")) {
            issuer.answer(response -> response.end(garbage));
            JwksKeys keys = keys();
            assertThat(await(keys.verify(RSA.sign(claims()))
                            .map(claims -> (Throwable) null)
                            .otherwise(failure -> failure)))
                    .as(garbage)
                    .isInstanceOf(KeysUnavailableException.class);
            issuer.publish(RSA);
            clock.advance(JwksKeys.LEAST_INTERVAL);
            assertThat(isBelieved(keys.verify(RSA.sign(claims())))).isTrue();
        }
        issuer.answer(response -> response.setStatusCode(302)
                .putHeader("Location", issuer.url().resolve("/elsewhere").toString())
                .end());
        assertThat(isBelieved(keys().verify(RSA.sign(claims())))).isFalse();
    }

    @Test
    void anAnswerThatNeverEndsHoldsNobodyUp() {
        for (Consumer<HttpServerResponse> endless : List.<Consumer<HttpServerResponse>>of(
                response -> {}, response -> vertx.setPeriodic(100, tick -> trickle(response, 1)), this::flood)) {
            issuer.answer(response -> endless.accept(response.setChunked(true)));
            JwksKeys keys = keys();
            assertThat(isBelieved(keys.verify(RSA.sign(claims())))).isFalse();

            issuer.publish(RSA);
            clock.advance(JwksKeys.LEAST_INTERVAL);
            assertThat(isBelieved(keys.verify(RSA.sign(claims())))).isTrue();
        }
        assertThat(flooded.get()).isLessThan(64L * IssuerClient.MOST_BYTES);
    }

    private void flood(HttpServerResponse response) {
        response.drainHandler(more -> flood(response));
        while (!response.closed() && !response.writeQueueFull()) {
            flooded.addAndGet(trickle(response, 1 << 16));
        }
    }

    private static int trickle(HttpServerResponse response, int bytes) {
        if (!response.closed()) {
            response.write(Buffer.buffer(new byte[bytes]));
        }
        return bytes;
    }

    private JwksKeys keys() {
        return new JwksKeys(
                vertx,
                new IssuerClient(vertx, settings(Optional.empty())),
                issuer.url(),
                new JWTOptions().addAudience("gastown"),
                clock);
    }

    private UserTokens tokens(Optional<String> secret) {
        IdentitySettings settings = settings(secret);
        return new UserTokens(vertx, settings, () -> new IssuerClient(vertx, settings), clock);
    }

    private IdentitySettings settings(Optional<String> secret) {
        return new IdentitySettings(
                secret.map(text -> text.getBytes(StandardCharsets.UTF_8)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(issuer.url()),
                Optional.empty(),
                Optional.empty());
    }

    private static boolean isBelieved(Future<JsonObject> verified) {
        return await(verified.map(claims -> true).otherwise(false));
    }

    private static Optional<String> userOf(UserTokens tokens, String token) {
        return await(tokens.verify(token)).map(User::userId);
    }

    private static JsonObject header(String algorithm) {
        return new JsonObject().put("typ", "JWT").put("alg", algorithm);
    }

    private static JsonObject claims() {
        return new JsonObject()
                .put("sub", "alice")
                .put("aud", "gastown")
                .put("exp", System.currentTimeMillis() / 1_000 + 600);
    }
}

package dev.gastown.terminal.identity;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserTokensTest {
    private static final String SECRET = "the-session-secret-with-more-than-32-bytes";
    private static final String OLD = "the-former-session-secret-with-over-32-bytes";

    private final Vertx vertx = Vertx.vertx();
    private final UserTokens tokens =
            SymmetricTokens.of(vertx, bytes(SECRET), Optional.of(bytes(OLD)), Optional.empty());

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void subIsTheUser() {
        assertThat(userOf(Jwts.user(SECRET, "alice"))).contains("alice");
        assertThat(userOf(Jwts.sign(
                        SECRET, claims().put("aud", new JsonArray().add("x").add("gastown")))))
                .contains("alice");
    }

    @Test
    void previousKeyVerifiesAndNeverSigns() {
        assertThat(userOf(Jwts.user(OLD, "alice"))).contains("alice");
        for (int i = 0; i < 20; i++) {
            assertThat(Jwts.isSignedBy(SECRET, tokens.sign("alice", Duration.ofHours(1))))
                    .isTrue();
        }
    }

    @Test
    void whatItSignsItBelieves() {
        assertThat(userOf(tokens.sign("alice", Duration.ofHours(1)))).contains("alice");
    }

    @Test
    void clocksMayDifferByFiveSeconds() {
        assertThat(userOf(Jwts.sign(SECRET, claims().put("exp", now() - 2)))).contains("alice");
        assertThat(userOf(Jwts.sign(SECRET, claims().put("exp", now() - 8)))).isEmpty();
        assertThat(userOf(Jwts.sign(SECRET, claims().put("nbf", now() + 60)))).isEmpty();
    }

    @Test
    void tokensOfOneSessionAreOneLoginAndOfOneLineWhileTheGroupsAreTheSame() {
        Login first = loginOf(session("alice", "s", "sales", "support"));
        Login again = loginOf(session("alice", "s", "support", "sales").put("jti", "another"));
        Login less = loginOf(session("alice", "s", "sales"));

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.line()).isPresent().isEqualTo(first.line());
        assertThat(less.id()).isEqualTo(first.id());
        assertThat(less.line()).isPresent().isNotEqualTo(first.line());
        for (JsonObject other : new JsonObject[] {
            session("alice", "t", "sales", "support"),
            session("bob", "s", "sales", "support"),
            session("alice", "s", "sales", "support").put("iss", "x")
        }) {
            assertThat(loginOf(other).id()).isNotEqualTo(first.id());
            assertThat(loginOf(other).line()).isNotEqualTo(first.line());
        }
        assertThat(loginOf(claims()).line()).isEmpty();
    }

    private Login loginOf(JsonObject claims) {
        return await(tokens.verify(Jwts.sign(SECRET, claims)))
                .orElseThrow()
                .login()
                .orElseThrow();
    }

    private static JsonObject session(String user, String id, String... groups) {
        return claims().put("sub", user).put("sid", id).put("groups", new JsonArray(List.of(groups)));
    }

    @Test
    void everythingElseIsNobody() {
        assertThat(userOf(Jwts.user("another-secret-with-more-than-32-bytes!!", "alice")))
                .isEmpty();
        assertThat(userOf(Jwts.unsigned(claims()))).isEmpty();
        assertThat(userOf(Jwts.sign(SECRET, without("exp")))).isEmpty();
        assertThat(userOf(Jwts.sign(SECRET, without("aud")))).isEmpty();
        assertThat(userOf(Jwts.sign(SECRET, without("sub")))).isEmpty();
        assertThat(userOf(Jwts.sign(SECRET, claims().put("aud", "gastown-terminal"))))
                .isEmpty();
        assertThat(userOf(Jwts.sign(SECRET, claims().put("sub", "")))).isEmpty();
        assertThat(userOf(Jwts.sign(SECRET, claims().put("sub", 7)))).isEmpty();
        assertThat(userOf(Jwts.sign(SECRET, claims().put("exp", "tomorrow")))).isEmpty();
        assertThat(userOf("")).isEmpty();
        assertThat(userOf("a.b.c")).isEmpty();
    }

    @Test
    void oneTokenIsOneLoginHoweverItsSignatureIsWritten() {
        String token = Jwts.user(SECRET, "alice");
        Login login = loginOf(token);
        // The last of 43 letters of 32 bytes has two bits to spare.
        int last = token.length() - 1;
        String rewritten = token.substring(0, last) + (char) (token.charAt(last) + 1);

        assertThat(await(tokens.verify(rewritten)).flatMap(User::login)).isIn(Optional.of(login), Optional.empty());
        assertThat(loginOf(Jwts.sign(SECRET, claims().put("exp", now() + 601)))).isNotEqualTo(login);
        assertThat(token).doesNotContain(login.id());
        assertThat(login.expiresAt())
                .isBetween(Instant.now().plusSeconds(600), Instant.now().plusSeconds(606));
    }

    @Test
    void theIssuerIsCheckedWhenSet() {
        UserTokens strict =
                SymmetricTokens.of(vertx, bytes(SECRET), Optional.empty(), Optional.of("https://login.example"));

        assertThat(await(strict.verify(Jwts.sign(SECRET, claims())))).isEmpty();
        assertThat(await(strict.verify(Jwts.sign(SECRET, claims().put("iss", "https://login.example")))))
                .isPresent();
    }

    @Test
    void aLoginLinkWorksOnce() {
        OneTimeLogin login = new OneTimeLogin("demo");

        assertThat(login.redeem(null)).isFalse();
        assertThat(login.redeem("")).isFalse();
        assertThat(login.redeem(login.token() + "x")).isFalse();
        assertThat(login.redeem(login.token())).isTrue();
        assertThat(login.redeem(login.token())).isFalse();
        assertThat(new OneTimeLogin("demo").token()).isNotEqualTo(login.token()).hasSizeGreaterThan(30);
    }

    private Optional<String> userOf(String token) {
        return await(tokens.verify(token)).map(User::userId);
    }

    private Login loginOf(String token) {
        return await(tokens.verify(token)).flatMap(User::login).orElseThrow();
    }

    private static JsonObject without(String claim) {
        JsonObject claims = claims();
        claims.remove(claim);
        return claims;
    }

    private static JsonObject claims() {
        return new JsonObject().put("sub", "alice").put("aud", "gastown").put("exp", now() + 600);
    }

    private static long now() {
        return System.currentTimeMillis() / 1_000;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

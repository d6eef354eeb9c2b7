package dev.gastown.terminal.ticket;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestClock;
import dev.gastown.terminal.cluster.Marks;
import dev.gastown.terminal.cluster.Once;
import dev.gastown.terminal.config.TicketSettings;
import dev.gastown.terminal.identity.Jwts;
import dev.gastown.terminal.identity.Login;
import dev.gastown.terminal.identity.Logins;
import dev.gastown.terminal.identity.User;
import dev.gastown.terminal.ticket.TicketRefusedException.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WallTicketsOpenWallsOnlyTest {
    private static final String SECRET = "the-ticket-secret-with-more-than-32-bytes";
    private static final String OTHER_SECRET = "the-session-secret-with-more-than-32-bytes";
    private static final UUID TOWN = UUID.fromString("3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01");

    private static final User ALICE = new User(
            "alice",
            Optional.of(new Login("abcdefghijklmnopqrstuv", Instant.now().plusSeconds(600))));

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock();
    private final TicketDesk desk = new EventBusTicketDesk(vertx.eventBus());

    @BeforeEach
    void deploy() {
        Once usedNonces = Once.alone(vertx, TicketVerticle.USED_NONCES, TicketVerticle.NONCE_MEMORY);
        TicketSettings settings =
                new TicketSettings(SECRET.getBytes(StandardCharsets.UTF_8), Optional.empty(), "gastown-gateway");
        await(vertx.deployVerticle(new TicketVerticle(
                settings, usedNonces, new Logins(Marks.alone(vertx), clock), clock, new SimpleMeterRegistry())));
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void carryTheClaimsOfAStreamTicketButSeveralSessionsAndOnlyRead() {
        SignedTicket ticket = issue();
        JsonObject claims = Jwts.claims(ticket.jwt());
        long now = clock.instant().getEpochSecond();

        assertThat(claims.fieldNames())
                .containsExactlyInAnyOrder(
                        "type", "userId", "townId", "sessionNames", "access", "nonce", "iat", "exp", "iss", "aud");
        assertThat(claims.getString("type")).isEqualTo("wall_ticket");
        assertThat(claims.getValue("aud")).isEqualTo("gastown-wall");
        assertThat(claims.getString("access")).isEqualTo("read");
        assertThat(claims.getJsonArray("sessionNames")).isEqualTo(JsonArray.of("gt-nux", "hq-mayor"));
        assertThat(claims.getLong("exp")).isEqualTo(now + 60);
        assertThat(ticket.expiresAt().getEpochSecond()).isEqualTo(now + 60);
        assertThat(Jwts.isSignedBy(SECRET, ticket.jwt())).isTrue();
    }

    @Test
    void openOnceAndUntilTheLastMoment() {
        String jwt = issue().jwt();
        String late = issue().jwt();
        WallTicket ticket = await(desk.redeemWall(jwt));

        assertThat(ticket.user().userId()).isEqualTo("alice");
        assertThat(ticket.townId()).isEqualTo(TOWN);
        assertThat(ticket.sessionNames()).containsExactly("gt-nux", "hq-mayor");
        assertThat(ticket.access()).isEqualTo(Access.READ);
        assertThat(refusal(desk.redeemWall(jwt))).isEqualTo(Reason.USED);
        clock.advance(Duration.ofSeconds(61));
        assertThat(refusal(desk.redeemWall(late))).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void neitherKindPassesForTheOtherOrIsUsedUpByTrying() {
        String wall = issue().jwt();
        String stream = await(desk.issue(ALICE, TOWN, "hq-mayor", Access.WRITE)).jwt();

        assertThat(refusal(desk.redeem(wall))).isEqualTo(Reason.INVALID);
        assertThat(refusal(desk.redeemWall(stream))).isEqualTo(Reason.INVALID);
        await(desk.redeemWall(wall));
        await(desk.redeem(stream));
    }

    @Test
    void oneRightWordOfTwoIsNotEnough() {
        JsonObject streamForWalls = wallClaims().put("aud", "gastown-terminal").put("sessionName", "hq-mayor");
        JsonObject wallForTerminals = wallClaims().put("type", "stream_ticket").put("sessionName", "hq-mayor");

        for (JsonObject claims : List.of(streamForWalls, wallForTerminals)) {
            assertThat(refusal(desk.redeem(Jwts.sign(SECRET, claims)))).isEqualTo(Reason.INVALID);
            assertThat(refusal(desk.redeemWall(Jwts.sign(SECRET, claims)))).isEqualTo(Reason.INVALID);
        }
    }

    @Test
    void forgeriesAreRefused() {
        String[] parts = Jwts.sign(SECRET, wallClaims()).split("\\.");
        String[] others = issue().jwt().split("\\.");

        for (String forged : List.of(
                Jwts.sign(OTHER_SECRET, wallClaims()),
                Jwts.unsigned(wallClaims()),
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + others[1] + "." + parts[2],
                "a.b.c")) {
            assertThat(refusal(desk.redeemWall(forged))).as(forged).isEqualTo(Reason.INVALID);
        }
        assertThat(refusal(desk.redeemWall(null))).isEqualTo(Reason.MISSING);
    }

    @Test
    void genuineTokensThatAreNoWallTicketsAreRefused() {
        assertThat(await(desk.redeemWall(Jwts.sign(SECRET, wallClaims())))
                        .user()
                        .userId())
                .isEqualTo("alice");
        for (String claim : wallClaims().fieldNames()) {
            JsonObject without = wallClaims();
            without.remove(claim);
            assertThat(refusal(desk.redeemWall(Jwts.sign(SECRET, without))))
                    .as(claim)
                    .isEqualTo(Reason.INVALID);
        }
        assertNoTicket("access", "write");
        assertNoTicket("sessionNames", "hq-mayor");
        assertNoTicket("sessionNames", new JsonArray());
        assertNoTicket("sessionNames", JsonArray.of("hq-mayor", "hq-mayor"));
        assertNoTicket("sessionNames", JsonArray.of("hq-mayor", "../x"));
        assertNoTicket("sessionNames", JsonArray.of("hq-mayor", 7));
        assertNoTicket("sessionNames", new JsonArray(Collections.singletonList(null)));
        assertNoTicket("sessionNames", names(17));
    }

    @Test
    void sixteenOfTheLongestNamesFitIntoATicket() {
        List<String> longest = IntStream.range(0, 16)
                .mapToObj(i -> Integer.toHexString(i) + "x".repeat(127))
                .toList();
        String jwt = await(desk.issueWall(
                        new User("a-user-with-a-long-name@company.example", ALICE.login()), TOWN, longest))
                .jwt();

        assertThat(await(desk.redeemWall(jwt)).sessionNames()).isEqualTo(longest);
    }

    private void assertNoTicket(String claim, Object value) {
        assertThat(refusal(desk.redeemWall(Jwts.sign(SECRET, wallClaims().put(claim, value)))))
                .as(claim + " " + value)
                .isEqualTo(Reason.INVALID);
    }

    private SignedTicket issue() {
        return await(desk.issueWall(ALICE, TOWN, List.of("gt-nux", "hq-mayor")));
    }

    private static JsonArray names(int count) {
        return new JsonArray(IntStream.range(0, count).mapToObj(i -> "gt-" + i).toList());
    }

    private JsonObject wallClaims() {
        long now = clock.instant().getEpochSecond();
        return new JsonObject()
                .put("type", "wall_ticket")
                .put("userId", "alice")
                .put("townId", TOWN.toString())
                .put("sessionNames", names(16))
                .put("access", "read")
                .put("nonce", UUID.randomUUID().toString())
                .put("iat", now)
                .put("exp", now + 60)
                .put("iss", "gastown-gateway")
                .put("aud", "gastown-wall");
    }

    private static Reason refusal(Future<?> redemption) {
        Throwable failure = await(redemption.transform(result -> Future.succeededFuture(result.cause())));
        return ((TicketRefusedException) failure).reason();
    }
}

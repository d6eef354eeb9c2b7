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
import dev.gastown.terminal.identity.SymmetricTokens;
import dev.gastown.terminal.identity.User;
import dev.gastown.terminal.identity.UserTokens;
import dev.gastown.terminal.ticket.TicketRefusedException.Reason;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TicketOpensOnceTest {
    private static final String SECRET = "the-ticket-secret-with-more-than-32-bytes";
    private static final String OLD_SECRET = "the-former-ticket-secret-with-over-32-bytes";
    private static final String LOGIN_SECRET = "the-session-secret-with-more-than-32-bytes";
    private static final UUID TOWN = UUID.fromString("3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01");

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Once memory = Once.alone(vertx, TicketVerticle.USED_NONCES, TicketVerticle.NONCE_MEMORY);
    private Once usedNonces = memory;
    private final Logins logins = new Logins(Marks.alone(vertx), clock);
    private final TicketDesk desk = new EventBusTicketDesk(vertx.eventBus());

    @BeforeEach
    void deploy() {
        TicketSettings settings = new TicketSettings(bytes(SECRET), Optional.of(bytes(OLD_SECRET)), "gastown-gateway");
        await(vertx.deployVerticle(
                new TicketVerticle(settings, nonce -> usedNonces.isFirst(nonce), logins, clock, meters)));
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void carriesExactlyTheClaimsOfTheContract() {
        SignedTicket ticket = issue();
        JsonObject claims = Jwts.claims(ticket.jwt());
        long now = clock.instant().getEpochSecond();

        assertThat(claims.fieldNames())
                .containsExactlyInAnyOrder(
                        "type", "userId", "townId", "sessionName", "access", "nonce", "iat", "exp", "iss", "aud");
        assertThat(claims.getString("type")).isEqualTo("stream_ticket");
        assertThat(claims.getString("userId")).isEqualTo("alice");
        assertThat(claims.getString("townId")).isEqualTo(TOWN.toString());
        assertThat(claims.getString("sessionName")).isEqualTo("hq-mayor");
        assertThat(claims.getString("access")).isEqualTo("write");
        assertThat(UUID.fromString(claims.getString("nonce"))).hasToString(claims.getString("nonce"));
        assertThat(claims.getValue("aud")).isEqualTo("gastown-terminal");
        assertThat(claims.getString("iss")).isEqualTo("gastown-gateway");
        assertThat(claims.getLong("iat")).isEqualTo(now);
        assertThat(claims.getLong("exp")).isEqualTo(now + 60);
        assertThat(ticket.expiresAt().getEpochSecond()).isEqualTo(now + 60);
    }

    @Test
    void isSignedWithItsOwnKeyAndNamesIt() {
        String jwt = issue().jwt();

        assertThat(Jwts.header(jwt).getString("alg")).isEqualTo("HS256");
        assertThat(Jwts.header(jwt).getString("kid")).isNotBlank();
        assertThat(Jwts.isSignedBy(SECRET, jwt)).isTrue();
    }

    @Test
    void previousKeyNeverSigns() {
        assertThat(IntStream.range(0, 50).mapToObj(i -> issue().jwt())).allMatch(jwt -> Jwts.isSignedBy(SECRET, jwt));
    }

    @Test
    void noTwoTicketsAreAlike() {
        Set<String> nonces = Set.copyOf(IntStream.range(0, 100)
                .mapToObj(i -> Jwts.claims(issue().jwt()).getString("nonce"))
                .toList());

        assertThat(nonces).hasSize(100);
    }

    @Test
    void opensOnce() {
        String jwt = issue().jwt();
        StreamTicket ticket = await(desk.redeem(jwt));

        assertThat(ticket.user().userId()).isEqualTo("alice");
        assertThat(ticket.townId()).isEqualTo(TOWN);
        assertThat(ticket.sessionName()).isEqualTo("hq-mayor");
        assertThat(ticket.access()).isEqualTo(Access.WRITE);
        assertRefused(Reason.USED, jwt);
    }

    @Test
    void opensForExactlyOneOfAThousandAtOnce() {
        String jwt = issue().jwt();
        List<Future<StreamTicket>> redemptions = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            redemptions.add(desk.redeem(jwt));
        }
        await(Future.join(redemptions).otherwiseEmpty());

        assertThat(redemptions.stream().filter(Future::succeeded)).hasSize(1);
        assertThat(metric("gastown.tickets.redeemed")).isEqualTo(1);
        assertThat(refusals(Reason.USED)).isEqualTo(999);
    }

    @Test
    void opensUntilTheLastMomentAndNotOneLater() {
        String jwt = issue().jwt();
        String other = issue().jwt();
        long life = Jwts.claims(jwt).getLong("exp") * 1_000 - clock.millis();

        clock.advance(Duration.ofMillis(life - 1));
        await(desk.redeem(jwt));
        clock.advance(Duration.ofMillis(1));
        assertRefused(Reason.EXPIRED, other);
    }

    @Test
    void previousKeyStillVerifies() {
        assertThat(await(desk.redeem(Jwts.sign(OLD_SECRET, claims()))).user().userId())
                .isEqualTo("alice");
    }

    @Test
    void currentKeyVerifiesUnderAnyKeyName() {
        JsonObject header = new JsonObject().put("alg", "HS256").put("kid", "somebody-else");

        assertRefusedOrOpens(Jwts.sign(SECRET, header, claims()));
    }

    @Test
    void forgeriesAreRefused() {
        String genuine = Jwts.sign(SECRET, claims());
        String[] parts = genuine.split("\\.");
        String[] others = issue().jwt().split("\\.");

        assertRefused(Reason.INVALID, Jwts.sign(LOGIN_SECRET, claims()));
        assertRefused(Reason.INVALID, Jwts.unsigned(claims()));
        assertRefused(Reason.INVALID, parts[0] + "." + parts[1] + ".");
        assertRefused(Reason.INVALID, parts[0] + "." + parts[1]);
        assertRefused(Reason.INVALID, parts[0] + "." + others[1] + "." + parts[2]);
        assertRefused(Reason.INVALID, genuine + "x");
        assertRefused(Reason.INVALID, "x" + genuine);
        assertRefused(Reason.INVALID, Jwts.sign(SECRET, new JsonObject().put("alg", "RS256"), claims()));
        assertRefused(Reason.INVALID, Jwts.sign(SECRET, new JsonObject().put("alg", "HS512"), claims()));
        assertRefused(Reason.INVALID, Jwts.sign(SECRET, new JsonObject().put("alg", "none"), claims()));
        assertRefused(Reason.INVALID, Jwts.sign(SECRET, new JsonObject(), claims()));
        assertRefused(Reason.INVALID, "a.b.c");
        assertRefused(Reason.INVALID, "...");
        assertRefused(Reason.INVALID, "not a ticket");
        assertRefused(Reason.INVALID, "x".repeat(100_000));
        assertThat(await(desk.redeem(genuine)).sessionName()).isEqualTo("hq-mayor");
    }

    @Test
    void genuineTokensThatAreNoTicketsAreRefused() {
        assertRefused(Reason.INVALID, Jwts.sign(SECRET, claims().put("type", "login")));
        assertRefused(Reason.INVALID, Jwts.sign(SECRET, claims().put("aud", "gastown")));
        assertRefused(Reason.INVALID, Jwts.sign(SECRET, claims().put("iss", "somebody")));
        assertRefused(Reason.INVALID, Jwts.sign(SECRET, claims().put("access", "admin")));
        assertRefused(Reason.INVALID, Jwts.sign(SECRET, claims().put("sessionName", "../x")));
        assertRefused(Reason.INVALID, Jwts.sign(SECRET, claims().put("townId", "x")));
        assertRefused(Reason.INVALID, Jwts.sign(SECRET, claims().put("nonce", 7)));
        for (String claim : claims().fieldNames()) {
            JsonObject without = claims();
            without.remove(claim);
            assertRefused(Reason.INVALID, Jwts.sign(SECRET, without));
        }
    }

    @Test
    void refusalsSoundTheSameWhateverTheCause() {
        String used = issue().jwt();
        await(desk.redeem(used));
        String expired = Jwts.sign(SECRET, claims().put("exp", 1_000));

        assertThat(Stream.of(null, "", used, expired, "forged", Jwts.unsigned(claims()))
                        .map(ticket -> refused(ticket).getMessage())
                        .distinct())
                .hasSize(1);
        assertThat(refused(null).reason()).isEqualTo(Reason.MISSING);
        assertThat(refused(expired).reason()).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void ticketsAndUserTokensNeverPassForOneAnother() {
        assertRefused(Reason.INVALID, Jwts.user(LOGIN_SECRET, "alice"));
        assertRefused(Reason.INVALID, Jwts.user(SECRET, "alice"));
        UserTokens users = SymmetricTokens.of(vertx, bytes(LOGIN_SECRET), Optional.empty(), Optional.empty());
        assertThat(await(users.verify(issue().jwt()))).isEmpty();
        UserTokens sameKey = SymmetricTokens.of(vertx, bytes(SECRET), Optional.empty(), Optional.empty());
        assertThat(await(sameKey.verify(issue().jwt()))).isEmpty();
    }

    @Test
    void metricsCarryTheContractsNamesAndNobodysName() {
        String jwt = issue().jwt();
        await(desk.redeem(jwt));
        refused(jwt);
        refused(null);

        assertThat(meters.scrape())
                .contains("gastown_tickets_issued_total 1.0")
                .contains("gastown_tickets_redeemed_total 1.0")
                .contains("gastown_tickets_refused_total{reason=\"used\"} 1.0")
                .contains("gastown_tickets_refused_total{reason=\"missing\"} 1.0")
                .contains("gastown_tickets_refused_total{reason=\"expired\"} 0.0")
                .contains("gastown_tickets_refused_total{reason=\"invalid\"} 0.0")
                .contains("gastown_tickets_refused_total{reason=\"unavailable\"} 0.0")
                .doesNotContain("alice", "hq-mayor", TOWN.toString());
    }

    @Test
    void whenTheClusterCantTellNothingOpens() {
        String jwt = issue().jwt();
        usedNonces = nonce -> Future.failedFuture("no member answers");
        assertThat(refused(jwt).reason()).isEqualTo(Reason.UNAVAILABLE);

        usedNonces = nonce -> Promise.<Boolean>promise().future();
        assertThat(refused(jwt).reason()).as("no answer at all").isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void withoutAnAnswerOfTheDeskNothingOpens() {
        String jwt = issue().jwt();
        await(Future.all(vertx.deploymentIDs().stream().map(vertx::undeploy).toList()));

        assertThat(refused(jwt).reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void tellsTheLoginItWasGivenForInItsHeaderAndNoClaim() {
        Login login = new Login("which-login", clock.instant().plusSeconds(30).truncatedTo(ChronoUnit.SECONDS));
        Login renewable = new Login(login.id(), login.expiresAt(), Optional.of("which-line"));
        String jwt = issue(login).jwt();

        assertThat(Jwts.claims(jwt).fieldNames())
                .containsExactlyInAnyOrderElementsOf(Jwts.claims(issue().jwt()).fieldNames());
        assertThat(await(desk.redeem(jwt)).user().login()).contains(login);
        assertThat(await(desk.redeem(issue(renewable).jwt())).user().login()).contains(renewable);
        assertThat(await(desk.redeem(issue().jwt())).user().login()).isEmpty();
    }

    @Test
    void tellsTheGroupsItWasGivenForInItsHeaderAndNoClaim() {
        String jwt = issue(new User("carol", Set.of("engineering", "support"), Optional.empty()))
                .jwt();

        assertThat(Jwts.claims(jwt).fieldNames())
                .containsExactlyInAnyOrderElementsOf(Jwts.claims(issue().jwt()).fieldNames());
        assertThat(await(desk.redeem(jwt)).user().groups()).containsExactlyInAnyOrder("engineering", "support");
        assertThat(await(desk.redeem(issue().jwt())).user().groups()).isEmpty();
    }

    @Test
    void opensNothingOnceItsLoginHasEnded() {
        Login login = new Login("which-login", clock.instant().plusSeconds(30));
        String atLogout = issue(login).jwt();
        String atExpiry =
                issue(new Login("another", clock.instant().plusSeconds(10))).jwt();

        await(logins.logOut(login));
        clock.advance(Duration.ofSeconds(10));

        assertRefused(Reason.LOGIN_OVER, atLogout);
        assertRefused(Reason.LOGIN_OVER, atExpiry);
    }

    @Test
    void halfALoginIsNone() {
        JsonObject header = Jwts.header(
                issue(new Login("which-login", clock.instant().plusSeconds(30))).jwt());
        assertThat(await(desk.redeem(Jwts.sign(SECRET, header, claims())))).isNotNull();

        JsonObject withoutEnd = header.copy();
        withoutEnd.remove("loginExp");
        assertRefused(Reason.INVALID, Jwts.sign(SECRET, withoutEnd, claims()));
        assertRefused(Reason.INVALID, Jwts.sign(SECRET, header.copy().put("login", 7), claims()));
        assertRefused(Reason.INVALID, Jwts.sign(SECRET, header.copy().put("loginExp", "late"), claims()));
    }

    private SignedTicket issue() {
        return issue(new User("alice", Optional.empty()));
    }

    private SignedTicket issue(Login login) {
        return issue(new User("alice", Optional.of(login)));
    }

    private SignedTicket issue(User user) {
        return await(desk.issue(user, TOWN, "hq-mayor", Access.WRITE));
    }

    /** What a ticket says, made by hand. */
    private JsonObject claims() {
        long now = clock.instant().getEpochSecond();
        return new JsonObject()
                .put("type", "stream_ticket")
                .put("userId", "alice")
                .put("townId", TOWN.toString())
                .put("sessionName", "hq-mayor")
                .put("access", "read")
                .put("nonce", UUID.randomUUID().toString())
                .put("iat", now)
                .put("exp", now + 60)
                .put("iss", "gastown-gateway")
                .put("aud", new JsonArray().add("gastown-terminal"));
    }

    private void assertRefused(Reason reason, String ticket) {
        double before = refusals(reason);
        assertThat(refused(ticket).reason()).as(ticket).isEqualTo(reason);
        assertThat(refusals(reason)).isEqualTo(before + 1);
    }

    /** The name of a key is a hint: whether an unknown one verifies is open, that it breaks nothing is not. */
    private void assertRefusedOrOpens(String ticket) {
        Throwable failure = failureOf(desk.redeem(ticket));
        assertThat(failure == null || failure instanceof TicketRefusedException).isTrue();
    }

    private TicketRefusedException refused(String ticket) {
        return (TicketRefusedException) failureOf(desk.redeem(ticket));
    }

    private static Throwable failureOf(Future<?> future) {
        return await(future.transform(result -> Future.succeededFuture(Optional.ofNullable(result.cause()))))
                .orElse(null);
    }

    private double refusals(Reason reason) {
        return metric("gastown.tickets.refused", "reason", reason.label());
    }

    private double metric(String name, String... tags) {
        return meters.get(name).tags(tags).counter().count();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

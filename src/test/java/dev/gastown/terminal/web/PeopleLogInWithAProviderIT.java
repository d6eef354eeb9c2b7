package dev.gastown.terminal.web;

import static dev.gastown.terminal.web.TrpcFixture.listPath;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.FreePort;
import dev.gastown.terminal.command.GatewayFixture;
import dev.gastown.terminal.identity.Jwts;
import dev.gastown.terminal.identity.OidcProviderProcess;
import dev.gastown.terminal.ops.Audit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.HttpCookie;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in with a real OpenID Connect provider, as the wire shows it. */
class PeopleLogInWithAProviderIT {
    private static final int PORT = FreePort.find();
    private static final String ORIGIN = "http://127.0.0.1:" + PORT;

    private static OidcProviderProcess provider;
    private static GatewayFixture gateway;

    private final OidcBrowser browser = new OidcBrowser(ORIGIN);

    @BeforeAll
    static void start() {
        provider = new OidcProviderProcess(ORIGIN);
        gateway = gateway(provider, "sub");
        gateway.towns(gateway.town(GatewayFixture.TOWN)
                .put(
                        "owners",
                        new JsonArray()
                                .add("alice")
                                .add(new JsonObject().put("group", "support").put("access", "view"))));
        GatewayFixture.eventually(
                "the group counts",
                () -> gateway.get(
                                        listPath(GatewayFixture.TOWN),
                                        "Authorization: Bearer "
                                                + Jwts.user(GatewayFixture.SESSION_SECRET, "anybody", "support"))
                                .status()
                        == 200);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        provider.close();
    }

    @BeforeEach
    void everybodyIsWell() {
        provider.control("down=false");
        provider.control("user=alice");
    }

    @Test
    void andAreWhomTheProviderSays() {
        List<JsonObject> audit = new CopyOnWriteArrayList<>();
        gateway.vertx().eventBus().<JsonObject>consumer(Audit.ADDRESS, event -> audit.add(event.body()));

        HttpResponse<String> back = browser.logIn("/login", "alice");

        assertThat(back.statusCode()).isEqualTo(303);
        assertThat(back.headers().firstValue("Location")).contains("/");
        assertThat(browser.get("/api/trpc/gastown.listTowns").body()).contains(GatewayFixture.TOWN);
        JsonObject claims = Jwts.claims(browser.cookie("gastown_session").orElseThrow());
        assertThat(claims.getString("sub")).isEqualTo("alice");
        assertThat(claims.getLong("exp") - System.currentTimeMillis() / 1_000).isBetween(3_500L, 3_600L);
        GatewayFixture.eventually("the audit tells", () -> !audit.isEmpty());
        assertThat(audit.get(0).getString("type")).isEqualTo("logged_in");
        assertThat(audit.get(0).getString("userId")).isEqualTo("alice");
        assertThat(audit.toString())
                .doesNotContain(browser.cookie("gastown_session").orElseThrow());
    }

    @Test
    void withTheirGroups() {
        provider.control("user=carol&groups=engineering,support");
        browser.logIn("/login", "carol");
        assertThat(browser.get("/api/trpc/gastown.listTowns").body()).contains(GatewayFixture.TOWN);

        OidcBrowser others = new OidcBrowser(ORIGIN);
        others.logIn("/login", "dave");
        assertThat(others.get("/api/trpc/gastown.listTowns").body()).doesNotContain(GatewayFixture.TOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "/%23town/hq-mayor, /#town/hq-mayor",
        "/?x=1, /?x=1",
        "//evil.example, /",
        "/%5Cevil.example, /",
        "https://evil.example, /",
        "/%0d%0aX-Evil: 1, /",
        "javascript:alert(1), /",
        "'', /"
    })
    void andAreBackWhereTheyWereAndNowhereElse(String wanted, String shown) {
        HttpResponse<String> back = browser.logIn("/login?return=" + wanted.replace(" ", "%20"), "alice");

        assertThat(back.headers().firstValue("Location")).contains(shown);
    }

    @Test
    void withCookiesThatNoScriptReadsAndNoOtherSiteSends() {
        HttpResponse<String> begun = browser.get("/login");
        String attempt = cookieHeader(begun, "gastown_login");
        assertThat(attempt).contains("; HTTPOnly", "; SameSite=Lax", "; Path=/login", "; Max-Age=600");
        assertThat(begun.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(begun.headers().firstValue("Location").orElseThrow())
                .contains("code_challenge_method=S256", "code_challenge=", "nonce=", "state=", "response_type=code");

        HttpResponse<String> back = browser.logIn("/login", "alice");
        assertThat(cookieHeader(back, "gastown_session"))
                .contains("; HTTPOnly", "; SameSite=Strict", "; Path=/;", "; Max-Age=3600");
        assertThat(cookieHeader(back, "gastown_renewal"))
                .contains("; HTTPOnly", "; SameSite=Strict", "; Path=/login;", "; Max-Age=43");
        assertThat(cookieHeader(back, "gastown_login")).contains("; Max-Age=0");
        assertThat(back.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void onlyInTheBrowserThatSetOutAndOnce() {
        String callback = browser.callbackOf("/login", "alice");

        OidcBrowser another = new OidcBrowser(ORIGIN);
        assertThat(another.get(callback).statusCode()).isEqualTo(400);
        another.get("/login");
        assertThat(another.get(callback).statusCode()).isEqualTo(400);
        assertThat(another.cookie("gastown_session")).isEmpty();

        assertThat(browser.get(callback.replaceAll("state=[^&]*", "state=guess"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(browser.get(callback).statusCode()).isEqualTo(303);
        assertThat(browser.get(callback).statusCode()).isEqualTo(400);
    }

    @Test
    void notWithAnothersCodeInTheirOwnAttempt() {
        String mallorys = new OidcBrowser(ORIGIN).callbackOf("/login", "mallory");
        String own = browser.callbackOf("/login", "alice");
        String code = mallorys.replaceAll(".*code=([^&]*).*", "$1");

        assertThat(browser.get(own.replaceAll("code=[^&]*", "code=" + code)).statusCode())
                .isEqualTo(403);
        assertThat(browser.cookie("gastown_session")).isEmpty();
    }

    @Test
    void whatTheProviderRefusesIsToldInOurOwnWords() {
        String state = browser.get("/login")
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replaceAll(".*state=([^&]*).*", "$1");
        HttpResponse<String> refused = browser.get("/login/callback?error=access_denied&error_description="
                + "%3Cscript%3Ealert(1)%3C/script%3E&state=" + state);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("the provider refused it").doesNotContain("alert", "access_denied");
    }

    @Test
    void renewedLoginsAreTheSameLoginAndEndTogether() {
        browser.logIn("/login", "alice");
        String first = browser.cookie("gastown_session").orElseThrow();
        assertThat(session(browser).getBoolean("renewable")).isTrue();

        HttpResponse<String> renewed = browser.post("/login/renew", "Origin", ORIGIN);

        assertThat(renewed.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(renewed.body()).getInteger("expiresIn")).isEqualTo(3_600);
        String second = browser.cookie("gastown_session").orElseThrow();
        assertThat(Jwts.claims(second).getString("sid"))
                .isEqualTo(Jwts.claims(first).getString("sid"));
        assertThat(statusWith(first)).isEqualTo(200);

        String renewal = browser.cookie("gastown_renewal").orElseThrow();
        HttpResponse<String> loggedOut = browser.post("/logout", "Origin", ORIGIN);
        assertThat(loggedOut.statusCode()).isEqualTo(200);
        String end = new JsonObject(loggedOut.body()).getString("endSession");
        assertThat(end)
                .startsWith(provider.issuer() + "/session/end?client_id=" + OidcProviderProcess.CLIENT_ID)
                .contains("post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A" + PORT + "%2F");
        assertThat(browser.get(end).statusCode()).isEqualTo(200);
        assertThat(statusWith(first)).isEqualTo(401);
        assertThat(statusWith(second)).isEqualTo(401);
        assertThat(browser.cookie("gastown_session")).isEmpty();
        assertThat(browser.cookie("gastown_renewal")).isEmpty();

        // Kept from before: the provider takes it, the gateway knows better.
        browser.cookies.getCookieStore().add(null, kept("gastown_renewal", renewal));
        assertThat(browser.post("/login/renew", "Origin", ORIGIN).statusCode()).isEqualTo(401);
        assertThat(browser.cookie("gastown_session")).isEmpty();
    }

    @Test
    void aRenewalTellsTheGroupsOfToday() {
        provider.control("user=erin&groups=support");
        browser.logIn("/login", "erin");
        provider.control("user=erin&groups=sales");

        assertThat(browser.post("/login/renew").statusCode()).isEqualTo(200);
        assertThat(browser.get("/api/trpc/gastown.listTowns").body()).doesNotContain(GatewayFixture.TOWN);
    }

    @Test
    void whomTheProviderNoLongerKnowsIsNotRenewed() {
        browser.logIn("/login", "alice");
        provider.control("user=alice&disabled=true");

        assertThat(browser.post("/login/renew", "Origin", ORIGIN).statusCode()).isEqualTo(401);
        assertThat(browser.cookie("gastown_renewal")).isEmpty();
        assertThat(session(browser).getBoolean("renewable")).isFalse();
    }

    @Test
    void nobodyElsesPageRenews() {
        browser.logIn("/login", "alice");
        String before = browser.cookie("gastown_session").orElseThrow();

        assertThat(browser.post("/login/renew", "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.cookie("gastown_session")).contains(before);
        assertThat(new OidcBrowser(ORIGIN).post("/login/renew").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "not base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void aForgedRenewalIsNone(String forged) {
        browser.cookies.getCookieStore().add(null, kept("gastown_renewal", forged));
        assertThat(browser.post("/login/renew").statusCode()).isEqualTo(401);
    }

    @Test
    void whileTheProviderIsDownWhoIsLoggedInGoesOn() {
        browser.logIn("/login", "alice");
        provider.control("down=true");

        assertThat(browser.post("/login/renew").statusCode()).isEqualTo(503);
        assertThat(browser.get("/api/trpc/gastown.listTowns").statusCode()).isEqualTo(200);
        assertThat(browser.cookie("gastown_renewal")).isPresent();
        provider.control("down=false");
        assertThat(browser.post("/login/renew").statusCode()).isEqualTo(200);
    }

    @Test
    void aProviderThatComesLaterIsFoundThen() {
        int port = FreePort.find();
        int own = FreePort.find();
        String origin = "http://127.0.0.1:" + own;
        try (GatewayFixture early = gateway("http://127.0.0.1:" + port, own, "email")) {
            OidcBrowser people = new OidcBrowser(origin);
            assertThat(people.get("/login").statusCode()).isEqualTo(503);
            try (OidcProviderProcess late = new OidcProviderProcess(port, origin)) {
                GatewayFixture.eventually(
                        "the provider is found", () -> people.get("/login").statusCode() == 303);
                assertThat(people.logIn("/login", "alice").statusCode()).isEqualTo(303);
                assertThat(Jwts.claims(people.cookie("gastown_session").orElseThrow())
                                .getString("sub"))
                        .isEqualTo("alice@example.org");
                // An address that the provider has not verified is nobody's.
                OidcBrowser mallory = new OidcBrowser(origin);
                assertThat(mallory.logIn("/login", "mallory").statusCode()).isEqualTo(403);
                assertThat(early.port()).isEqualTo(own);
                assertThat(late.issuer()).endsWith(":" + port);
            }
        }
    }

    @Test
    void thePageIsToldWhereToLogIn() {
        assertThat(session(browser))
                .isEqualTo(new JsonObject()
                        .put("loggedIn", false)
                        .putNull("expiresIn")
                        .put("renewable", false)
                        .put("loginPath", "/login"));
        browser.logIn("/login", "alice");
        assertThat(session(browser).getInteger("expiresIn")).isBetween(3_500, 3_606);
    }

    private static int statusWith(String token) {
        return gateway.get("/api/trpc/gastown.listTowns", "Authorization: Bearer " + token)
                .status();
    }

    private static JsonObject session(OidcBrowser browser) {
        return new JsonObject(browser.get("/login/session").body());
    }

    private static HttpCookie kept(String name, String value) {
        HttpCookie cookie = new HttpCookie(name, value);
        cookie.setDomain("127.0.0.1");
        cookie.setPath("/");
        cookie.setVersion(0);
        return cookie;
    }

    private static String cookieHeader(HttpResponse<?> response, String name) {
        return response.headers().allValues("Set-Cookie").stream()
                        .filter(header -> header.startsWith(name + "="))
                        .findFirst()
                        .orElseThrow()
                + ";";
    }

    private static GatewayFixture gateway(OidcProviderProcess provider, String userClaim) {
        return gateway(provider.issuer(), PORT, userClaim);
    }

    private static GatewayFixture gateway(String issuer, int port, String userClaim) {
        return new GatewayFixture(new JsonObject()
                .put(
                        "http",
                        new JsonObject()
                                .put("host", "127.0.0.1")
                                .put("port", port)
                                .put("publicUrl", "http://127.0.0.1:" + port))
                .put(
                        "auth",
                        new JsonObject()
                                .put(
                                        "oidc",
                                        new JsonObject()
                                                .put("issuer", issuer)
                                                .put("clientId", OidcProviderProcess.CLIENT_ID)
                                                .put("clientSecret", OidcProviderProcess.CLIENT_SECRET)
                                                .put("userClaim", userClaim))));
    }
}

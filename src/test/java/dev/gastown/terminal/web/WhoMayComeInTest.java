package dev.gastown.terminal.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.command.GatewayFixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WhoMayComeInTest {
    private static final String TOWNS = "/api/trpc/gastown.listTowns";

    @Test
    void ownAndAllowedOriginsOnly() {
        try (GatewayFixture gateway =
                with(new JsonObject().put("allowedOrigins", new JsonArray().add("https://friend.example:443/")))) {
            String own = "127.0.0.1:" + gateway.port();
            assertThat(status(gateway, "Origin: http://" + own)).isEqualTo(200);
            assertThat(status(gateway, "Origin: HTTP://" + own)).isEqualTo(200);
            assertThat(status(gateway, "Origin: https://friend.example")).isEqualTo(200);
            assertThat(status(gateway, "Host: my_box:80", "Origin: http://my_box:80"))
                    .isEqualTo(200);
            for (String foreign : new String[] {
                "null",
                "https://" + own,
                "http://localhost:" + gateway.port(),
                "https://friend.example.evil.example",
                "http://friend.example",
                "https://friend.example:444",
                "*",
                "https://friend.example, http://" + own
            }) {
                assertThat(status(gateway, "Origin: " + foreign)).as(foreign).isEqualTo(403);
            }
            assertThat(status(gateway, "Origin: http://" + own, "Origin: http://" + own))
                    .isEqualTo(403);
            // Nobody is believed who is no trusted proxy.
            assertThat(status(gateway, "Origin: https://evil.example", "X-Forwarded-Host: evil.example"))
                    .isEqualTo(403);
        }
    }

    @Test
    void onlyPagesOfAllowedOriginsMayReadAnswersAndSendTokens() {
        try (GatewayFixture gateway =
                with(new JsonObject().put("allowedOrigins", new JsonArray().add("https://friend.example")))) {
            String[] question = {
                "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: authorization,content-type"
            };
            RawHttp.Answer asked = RawHttp.send(
                    gateway.port(),
                    "OPTIONS " + TOWNS + " HTTP/1.1",
                    "",
                    join(question, "Origin: https://friend.example"));
            assertThat(asked.status()).isEqualTo(204);
            assertThat(asked.header("Access-Control-Allow-Origin")).hasValue("https://friend.example");
            assertThat(asked.header("Access-Control-Allow-Methods")).hasValue("GET, POST");
            assertThat(asked.header("Access-Control-Allow-Headers").orElse(""))
                    .contains("authorization", "content-type");

            RawHttp.Answer called = RawHttp.send(
                    gateway.port(),
                    "GET " + TOWNS + " HTTP/1.1",
                    "",
                    "Origin: https://friend.example",
                    TrpcFixture.ALICE);
            assertThat(called.status()).isEqualTo(200);
            assertThat(called.header("Access-Control-Allow-Origin")).hasValue("https://friend.example");
            assertThat(called.header("Vary")).hasValue("origin");

            for (String foreign : new String[] {"https://evil.example", "null"}) {
                RawHttp.Answer refused = RawHttp.send(
                        gateway.port(), "OPTIONS " + TOWNS + " HTTP/1.1", "", join(question, "Origin: " + foreign));
                assertThat(refused.status()).as(foreign).isEqualTo(405);
                assertThat(refused.head())
                        .as(foreign)
                        .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("access-control-"));
            }
        }
    }

    @Test
    void trustedProxiesTellTheOrigin() {
        try (GatewayFixture gateway = with(new JsonObject()
                .put("trustedProxies", new JsonArray().add("10.0.0.0/8").add("127.0.0.1")))) {
            String[] forwarded = {"X-Forwarded-Proto: https", "X-Forwarded-Host: town.example, inner"};

            assertThat(status(gateway, join(forwarded, "Origin: https://town.example")))
                    .isEqualTo(200);
            assertThat(status(gateway, join(forwarded, "Origin: http://town.example")))
                    .isEqualTo(403);
            assertThat(status(gateway, join(forwarded, "Origin: http://127.0.0.1:" + gateway.port())))
                    .isEqualTo(403);
            assertThat(login(gateway, forwarded).header("Set-Cookie").orElseThrow())
                    .contains("Secure");
        }
    }

    @Test
    void aPublicUrlIsTheOriginAndTheHost() {
        try (GatewayFixture gateway = with(new JsonObject().put("publicUrl", "https://town.example"))) {
            assertThat(status(gateway, "Host: town.example", "Origin: https://town.example"))
                    .isEqualTo(200);
            assertThat(status(gateway, "Host: localhost", "Origin: https://town.example"))
                    .isEqualTo(200);
            assertThat(status(gateway, "Origin: http://127.0.0.1:" + gateway.port()))
                    .isEqualTo(403);
            assertThat(status(gateway, "Host: evil.example")).isEqualTo(421);
            assertThat(login(gateway).header("Set-Cookie").orElseThrow()).contains("Secure");
        }
    }

    @Test
    void theDemoKnowsOnlyLoopbackNames() {
        try (GatewayFixture gateway = with(new JsonObject().put("loopbackOnly", true))) {
            for (String host : new String[] {"localhost", "127.0.0.1:1", "[::1]:8080", "LOCALHOST:9"}) {
                assertThat(status(gateway, "Host: " + host)).as(host).isEqualTo(200);
            }
            for (String host :
                    new String[] {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1"}) {
                RawHttp.Answer api = gateway.get(TOWNS, GatewayFixture.cookie("alice"), "Host: " + host);
                TrpcFixture.assertError(api, 421, "MISDIRECTED_REQUEST", -32600);
                for (String path : new String[] {"/", "/api/gastown/events/info", "/api/gastown/terminal", "/login"}) {
                    assertThat(gateway.get(path, "Host: " + host).status())
                            .as(path)
                            .isEqualTo(421);
                }
            }
        }
    }

    @Test
    void theLinkLogsInOnceAndTheCookieIsOutOfReach() {
        try (GatewayFixture gateway = new GatewayFixture()) {
            assertThat(gateway.get("/login?token=wrong").status()).isEqualTo(401);
            RawHttp.Answer answer = login(gateway);

            assertThat(answer.status()).isEqualTo(303);
            assertThat(answer.header("Location")).contains("/");
            assertThat(answer.header("Cache-Control")).contains("no-store");
            String cookie = answer.header("Set-Cookie").orElseThrow();
            assertThat(cookie.split("; "))
                    .usingElementComparator(String.CASE_INSENSITIVE_ORDER)
                    .contains("HttpOnly", "SameSite=Strict", "Path=/")
                    .doesNotContain("Secure");
            assertThat(gateway.get(TOWNS, "Cookie: " + cookie.split(";")[0]).status())
                    .isEqualTo(200);
            assertThat(login(gateway).status()).isEqualTo(401);
            assertThat(gateway.get("/login?token=x", "Cookie: " + cookie.split(";")[0])
                            .status())
                    .isEqualTo(303);
        }
    }

    @Test
    void everyAnswerCarriesTheHeadersThatProtectThePage() {
        try (GatewayFixture gateway = new GatewayFixture()) {
            for (String path : new String[] {"/", "/nothing", TOWNS, "/api/nothing", "/login?token=x"}) {
                RawHttp.Answer answer = gateway.get(path);
                assertThat(answer.header("Content-Security-Policy").orElse(""))
                        .as(path)
                        .contains("default-src 'self'", "frame-ancestors 'none'", "script-src 'self'")
                        .doesNotContain("unsafe-eval", "script-src 'self' 'unsafe-inline'");
                assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
                assertThat(answer.header("Referrer-Policy")).contains("no-referrer");
                assertThat(answer.header("X-Frame-Options")).contains("DENY");
            }
            assertThat(gateway.get("/api/nothing").status()).isEqualTo(404);
        }
    }

    @Test
    void noHeaderThatBrowsersIgnoreAndComplainOfWherePagesAreNotTrusted() {
        try (GatewayFixture gateway = new GatewayFixture()) {
            assertThat(gateway.get("/").header("Cross-Origin-Opener-Policy")).contains("same-origin");
            assertThat(gateway.get("/", "Host: 10.0.0.7:8080").header("Cross-Origin-Opener-Policy"))
                    .isEmpty();
        }
        try (GatewayFixture gateway = with(new JsonObject().put("publicUrl", "https://town.example"))) {
            assertThat(gateway.get("/", "Host: town.example").header("Cross-Origin-Opener-Policy"))
                    .contains("same-origin");
        }
    }

    @Test
    void nothingButThePagesFilesIsServed() {
        try (GatewayFixture gateway = new GatewayFixture()) {
            for (String path : new String[] {
                "/../conf/gateway.yaml",
                "/..%2fconf/gateway.yaml",
                "/%2e%2e/conf/gateway.yaml",
                "/assets/../../conf/gateway.yaml",
                "/assets/..%2f..%2fconf%2fgateway.yaml",
                "/conf/gateway.yaml",
                "/assets/%2e%2e%2f%2e%2e%2fconf/gateway.yaml",
                "/..\\conf\\gateway.yaml",
                "/webroot/index.html",
                "/assets/",
                "/.hidden",
                "//etc/passwd",
                "/dev/gastown/terminal/Main.class",
                "/%00",
                "/assets/..%00/"
            }) {
                RawHttp.Answer answer = gateway.get(path);
                assertThat(answer.status()).as(path).isBetween(400, 499);
                assertThat(answer.body()).doesNotContain("GASTOWN_", "root:");
            }
        }
    }

    private static GatewayFixture with(JsonObject http) {
        return new GatewayFixture(new JsonObject().put("http", http));
    }

    private static RawHttp.Answer login(GatewayFixture gateway, String... headers) {
        return gateway.get("/login?token=" + gateway.login().token(), headers);
    }

    private static int status(GatewayFixture gateway, String... headers) {
        return gateway.get(TOWNS, join(headers, GatewayFixture.cookie("alice"))).status();
    }

    private static String[] join(String[] some, String more) {
        return Stream.concat(Arrays.stream(some), Stream.of(more)).toArray(String[]::new);
    }
}

package dev.gastown.terminal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.session.ScriptedSandbox;
import dev.gastown.terminal.web.RawHttp;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The log as machines and as people read it, and its lines for requests. */
class RequestsAreLoggedIT {
    private static final String TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01";
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "traceparent: 00-" + TRACE + "-b7ad6b7169203331-01";
    private static final String BEARER =
            "Authorization: Bearer " + GatewayProcess.login("alice").getValue();

    private final Vertx vertx = Vertx.vertx();
    private final ScriptedSandbox sandbox =
            new ScriptedSandbox(vertx).sessions(ScriptedSandbox.session("hq-mayor", "mayor"));

    @AfterEach
    void stop() {
        ScriptedSandbox.await(vertx.close());
    }

    @Test
    void asJsonWithEveryFieldByItselfWhenTheFileSaysSo() {
        try (GatewayProcess gateway = GatewayProcess.command("gateway")
                .configuration(new JsonObject()
                        .put("log", log("json"))
                        .put("http", new JsonObject().put("trustedProxies", JsonArray.of("127.0.0.0/8")))
                        .put("nobodyReads", "this")
                        .put("towns", JsonArray.of(town()))
                        .encode())
                .start()) {
            use(gateway);
            GatewayFixture.eventually("six lines", () -> requests(gateway).count() == 6);

            List<JsonObject> lines =
                    gateway.errors().lines().map(JsonObject::new).toList();
            assertThat(lines)
                    .allSatisfy(line -> assertThat(line.fieldNames())
                            .contains(
                                    "timestamp",
                                    "level",
                                    "threadName",
                                    "loggerName",
                                    "formattedMessage",
                                    "mdc",
                                    "throwable"));
            assertThat(lines)
                    .extracting(line -> line.getString("formattedMessage"))
                    .anySatisfy(message -> assertThat(message).contains("nobodyReads"));
            assertThat(requests(gateway).map(RequestsAreLoggedIT::flat))
                    .allSatisfy(request -> {
                        assertThat(request.getString("client")).isEqualTo("203.0.113.9");
                        assertThat(Integer.parseInt(request.getString("millis")))
                                .isNotNegative();
                    })
                    .extracting(request -> String.join(
                            " ", request.getString("method"), request.getString("path"), request.getString("status")))
                    .containsExactly(
                            "POST /api/trpc/gastown.getStreamTicket 200",
                            "GET /api/gastown/terminal 101",
                            "GET /api/gastown/terminal 401",
                            "GET / 200",
                            "GET /* 404",
                            "? /* 405");
            assertThat(requests(gateway).map(RequestsAreLoggedIT::flat).map(request -> request.getString("requestId")))
                    .startsWith(TRACE, TRACE, TRACE);
            assertThat(Integer.parseInt(requests(gateway)
                            .map(RequestsAreLoggedIT::flat)
                            .skip(3)
                            .findFirst()
                            .orElseThrow()
                            .getString("bytes")))
                    .isGreaterThan(100);
        }
    }

    @Test
    void asOneLineOfText() {
        try (GatewayProcess gateway = GatewayProcess.command("gateway")
                .environment("GASTOWN_LOG_ACCESS", "true")
                .configuration("towns: [" + town().encode() + "]\n")
                .start()) {
            use(gateway);
            // Nobody said that whoever is at this address may tell another's.
            String line = "access - GET /api/gastown/terminal 401 \\d+ B \\d+ ms 127.0.0.1 " + TRACE;
            GatewayFixture.eventually(
                    "the line", () -> gateway.errors().lines().anyMatch(written -> written.matches(".* " + line)));
            assertThat(gateway.errors()).doesNotContain("ticket=", "203.0.113.9");
        }
    }

    @Test
    void notUnlessItIsAskedFor() {
        try (GatewayProcess gateway = GatewayProcess.command("gateway")
                .configuration("towns: [" + town().encode() + "]\n")
                .start()) {
            use(gateway);
            assertThat(gateway.errors()).doesNotContain("access - ");
        }
    }

    @Test
    void untilALevelIsChangedWhileItRuns() {
        JsonObject configuration = new JsonObject().put("log", log("json")).put("towns", JsonArray.of(town()));
        try (GatewayProcess gateway = GatewayProcess.command("gateway")
                .configuration(configuration.encode())
                .start()) {
            RawHttp.send(gateway.url().getPort(), "GET / HTTP/1.1", "");
            GatewayFixture.eventually("a line", () -> requests(gateway).count() == 1);

            configuration.getJsonObject("log").put("levels", new JsonObject().put("gastown.access", "OFF"));
            gateway.configure(configuration.encode());
            GatewayFixture.eventually("the change", () -> gateway.metric("gastown_config_reloads_total") == 1);
            RawHttp.send(gateway.url().getPort(), "GET / HTTP/1.1", "");

            configuration.getJsonObject("log").put("levels", new JsonObject());
            gateway.configure(configuration.encode());
            GatewayFixture.eventually("the change back", () -> gateway.metric("gastown_config_reloads_total") == 2);
            RawHttp.send(gateway.url().getPort(), "GET /logout HTTP/1.1", "");
            GatewayFixture.eventually("another line", () -> requests(gateway).count() >= 2);
            assertThat(requests(gateway).map(RequestsAreLoggedIT::flat).map(request -> request.getString("path")))
                    .containsExactly("/", "/logout");
        }
    }

    private static JsonObject log(String format) {
        return new JsonObject().put("format", format).put("access", true);
    }

    private JsonObject town() {
        return new JsonObject()
                .put("townId", TOWN)
                .put("owners", JsonArray.of("alice"))
                .put("sandboxUrl", sandbox.url().toString())
                .put("sandboxKey", ScriptedSandbox.KEY);
    }

    private static void use(GatewayProcess gateway) {
        int port = gateway.url().getPort();
        String input = new JsonObject()
                .put("townId", TOWN)
                .put("sessionName", "hq-mayor")
                .encode();
        String[] who = {PARENT, BEARER, "X-Forwarded-For: 198.51.100.1, 203.0.113.9", "Content-Type: application/json"};
        String ticket = RawHttp.send(port, "POST /api/trpc/gastown.getStreamTicket HTTP/1.1", input, who)
                .json()
                .getJsonObject("result")
                .getJsonObject("data")
                .getString("ticket");
        upgrade(port, ticket);
        upgrade(port, ticket);
        RawHttp.send(port, "GET /?secret=1 HTTP/1.1", "", who[2]);
        RawHttp.send(port, "GET /somebodys/password HTTP/1.1", "", who[2]);
        RawHttp.send(port, "INVENTED /password HTTP/1.1", "", who[2]);
    }

    private static void upgrade(int port, String ticket) {
        RawHttp.send(
                port,
                "GET /api/gastown/terminal?ticket=" + ticket + " HTTP/1.1",
                "",
                PARENT,
                "X-Forwarded-For: 198.51.100.1, 203.0.113.9",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    }

    private static Stream<JsonObject> requests(GatewayProcess gateway) {
        return gateway.errors()
                .lines()
                .filter(line -> line.contains("\"gastown.access\"") && line.endsWith("}"))
                .map(JsonObject::new);
    }

    /** The key-values, which are a list. */
    private static JsonObject flat(JsonObject line) {
        JsonObject flat = new JsonObject();
        line.getJsonArray("kvpList").forEach(pair -> flat.mergeIn((JsonObject) pair));
        return flat;
    }
}

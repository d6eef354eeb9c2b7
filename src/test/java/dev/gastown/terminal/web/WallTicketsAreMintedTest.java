package dev.gastown.terminal.web;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static dev.gastown.terminal.web.TrpcFixture.ALICE;
import static dev.gastown.terminal.web.TrpcFixture.TICKET_PATH;
import static dev.gastown.terminal.web.TrpcFixture.assertError;
import static dev.gastown.terminal.web.TrpcFixture.ticketInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.command.GatewayFixture;
import dev.gastown.terminal.identity.Jwts;
import dev.gastown.terminal.ops.Audit;
import dev.gastown.terminal.session.SandboxApi;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WallTicketsAreMintedTest {
    private static final String PATH = "/api/trpc/gastown.getWallTicket";
    private static final String BOBS_TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c02";
    private static final String STOPPED_TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c03";
    private static final String[] UPGRADE = {
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol: " + SandboxApi.WALL_V1
    };

    private static GatewayFixture gateway;

    @BeforeAll
    static void start() {
        gateway =
                new GatewayFixture(new JsonObject().put("limits", new JsonObject().put("ticketsPerUserPerMinute", 40)));
        gateway.towns(
                gateway.town(GatewayFixture.TOWN, "alice", "bob", "carol"),
                gateway.town(BOBS_TOWN, "bob"),
                gateway.town(STOPPED_TOWN, "alice").put("status", "stopped"));
        GatewayFixture.eventually(
                "the towns",
                () -> gateway.get("/api/trpc/gastown.listTowns", GatewayFixture.bearer("bob"))
                        .body()
                        .contains(BOBS_TOWN));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void forSessionsOfTheCallersTownWhetherTheyExistOrNot() {
        JsonObject ticket = data(mint("alice", GatewayFixture.TOWN, "hq-mayor", "gt-nobody"));

        assertThat(ticket.fieldNames()).containsExactlyInAnyOrder("ticket", "expiresAt");
        JsonObject claims = Jwts.claims(ticket.getString("ticket"));
        assertThat(claims.getString("userId")).isEqualTo("alice");
        assertThat(claims.getString("townId")).isEqualTo(GatewayFixture.TOWN);
        assertThat(claims.getJsonArray("sessionNames")).isEqualTo(JsonArray.of("hq-mayor", "gt-nobody"));
        assertThat(claims.getString("access")).isEqualTo("read");
        assertThat(ticket.getLong("expiresAt")).isEqualTo(claims.getLong("exp"));
    }

    @Test
    void upToSixteenNames() {
        String[] names = IntStream.range(0, 17).mapToObj(i -> "gt-" + i).toArray(String[]::new);

        assertThat(mint("alice", GatewayFixture.TOWN, Arrays.copyOf(names, 16)).status())
                .isEqualTo(200);
        assertError(mint("alice", GatewayFixture.TOWN, names), 400, "BAD_REQUEST", -32600);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"sessionNames\":null}",
                "{\"sessionNames\":\"hq-mayor\"}",
                "{\"sessionNames\":{\"0\":\"hq-mayor\"}}",
                "{\"sessionNames\":[]}",
                "{\"sessionNames\":[\"hq-mayor\",\"hq-mayor\"]}",
                "{\"sessionNames\":[\"hq-mayor\",7]}",
                "{\"sessionNames\":[null]}",
                "{\"sessionNames\":[[\"hq-mayor\"]]}",
                "{\"sessionNames\":[\"\"]}",
                "{\"sessionNames\":[\"a,b\"]}",
                "{\"sessionNames\":[\"../x\"]}"
            })
    void namesThatAreNoneAreSaidToBe(String input) {
        RawHttp.Answer answer = gateway.post(
                PATH, new JsonObject(input).put("townId", GatewayFixture.TOWN).encode(), ALICE);

        assertError(answer, 400, "BAD_REQUEST", -32600);
        assertThat(answer.json().getJsonObject("error").getString("message"))
                .startsWith("sessionNames must be")
                .doesNotContain("../x", "a,b");
    }

    @Test
    void aTownThatIsNotTheCallersIsMissedInTheSameWords() {
        RawHttp.Answer bobs = mint("alice", BOBS_TOWN, "hq-mayor");

        assertError(bobs, 404, "NOT_FOUND", -32004);
        assertThat(mint("alice", UUID.randomUUID().toString(), "hq-mayor").body())
                .isEqualTo(bobs.body());
        assertError(mint("alice", STOPPED_TOWN, "hq-mayor"), 412, "PRECONDITION_FAILED", -32012);
    }

    @Test
    void nobodyWithoutALogin() {
        assertError(gateway.post(PATH, input(GatewayFixture.TOWN, "hq-mayor")), 401, "UNAUTHORIZED", -32001);
    }

    @Test
    void withinOneLimitForBothKinds() {
        String carol = GatewayFixture.bearer("carol");
        for (int i = 0; i < 20; i++) {
            assertThat(gateway.post(TICKET_PATH, ticketInput(GatewayFixture.TOWN, "hq-mayor"), carol)
                            .status())
                    .isEqualTo(200);
            assertThat(mint("carol", GatewayFixture.TOWN, "hq-mayor").status()).isEqualTo(200);
        }
        assertError(mint("carol", GatewayFixture.TOWN, "hq-mayor"), 429, "TOO_MANY_REQUESTS", -32029);
        assertError(
                gateway.post(TICKET_PATH, ticketInput(GatewayFixture.TOWN, "hq-mayor"), carol),
                429,
                "TOO_MANY_REQUESTS",
                -32029);
    }

    @Test
    void everyOneIsAuditedWithItsSessionsAndWithoutTheTicket() {
        List<JsonObject> events = new CopyOnWriteArrayList<>();
        var consumer =
                gateway.vertx().eventBus().<JsonObject>consumer(Audit.ADDRESS, event -> events.add(event.body()));
        String ticket =
                data(mint("alice", GatewayFixture.TOWN, "gt-nux", "hq-mayor")).getString("ticket");
        mint("alice", BOBS_TOWN, "gt-nux");
        GatewayFixture.eventually("both events", () -> events.size() == 2);
        consumer.unregister();

        assertThat(events.get(0).getString("type")).isEqualTo("ticket_issued");
        assertThat(events.get(0).getString("sessionName")).isEqualTo("gt-nux,hq-mayor");
        assertThat(events.get(0).getString("access")).isEqualTo("read");
        assertThat(events.get(1).getString("type")).isEqualTo("ticket_refused");
        assertThat(events.get(1).getString("reason")).isEqualTo("NOT_FOUND");
        assertThat(events.toString()).doesNotContain(ticket, ticket.split("\\.")[2]);
    }

    @Test
    void whatIsMintedOpensTheWallOnceAndNoTerminal() {
        String ticket = data(mint("alice", GatewayFixture.TOWN, "hq-mayor")).getString("ticket");

        assertThat(gateway.get("/api/gastown/terminal?ticket=" + ticket, UPGRADE)
                        .status())
                .isEqualTo(401);
        await(gateway.browsers()
                .connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(gateway.port())
                        .setURI("/api/gastown/wall?ticket=" + ticket)
                        .addSubProtocol(SandboxApi.WALL_V1))
                .compose(WebSocket::close));
        assertThat(gateway.get("/api/gastown/wall?ticket=" + ticket, UPGRADE).status())
                .isEqualTo(401);
    }

    @Test
    void aTerminalsTicketOpensNoWall() {
        String ticket = data(gateway.post(TICKET_PATH, ticketInput(GatewayFixture.TOWN, "hq-mayor"), ALICE))
                .getString("ticket");

        assertThat(gateway.get("/api/gastown/wall?ticket=" + ticket, UPGRADE).status())
                .isEqualTo(401);
        assertThat(gateway.get("/api/gastown/wall", UPGRADE).status()).isEqualTo(401);
        assertThat(gateway.get("/api/gastown/wall").status()).isEqualTo(426);
    }

    private static RawHttp.Answer mint(String user, String townId, String... sessionNames) {
        return gateway.post(PATH, input(townId, sessionNames), GatewayFixture.bearer(user));
    }

    private static String input(String townId, String... sessionNames) {
        return new JsonObject()
                .put("townId", townId)
                .put("sessionNames", new JsonArray(List.of(sessionNames)))
                .encode();
    }

    private static JsonObject data(RawHttp.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().getJsonObject("result").getJsonObject("data");
    }
}

package dev.gastown.terminal.command;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestTown;
import dev.gastown.terminal.config.SandboxSettings;
import dev.gastown.terminal.sandbox.SandboxVerticle;
import dev.gastown.terminal.session.SandboxApi;
import dev.gastown.terminal.session.ScriptedSandbox;
import dev.gastown.terminal.web.RawHttp;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole way of a wall: a minted ticket, the gateway, a sandbox agent, real tmux. */
class AWallShowsItsTownOnlyIT {
    private static final String BOBS_TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c02";

    private final TestTown alices = TestTown.start();
    private final TestTown bobs = TestTown.start();
    private final GatewayFixture gateway = new GatewayFixture();
    private final List<String> frames = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        alices.session("hq-mayor", "echo springfield mayor; exec cat")
                .session("gt-nux", "echo springfield nux; exec cat");
        bobs.session("hq-mayor", "echo shelbyville mayor; exec cat")
                .session("gt-spy", "echo shelbyville spy; exec cat");
        gateway.towns(
                gateway.town(GatewayFixture.TOWN, "alice").put("sandboxUrl", agentOf(alices)),
                gateway.town(BOBS_TOWN, "bob").put("sandboxUrl", agentOf(bobs)));
        GatewayFixture.eventually(
                "the towns",
                () -> gateway.get("/api/trpc/gastown.listTowns", GatewayFixture.bearer("bob"))
                        .body()
                        .contains(BOBS_TOWN));
    }

    @AfterEach
    void stop() {
        gateway.close();
        alices.close();
        bobs.close();
    }

    @Test
    void twoSessionsLiveAndNothingOfAnotherTown() {
        assertThat(mint("alice", BOBS_TOWN, "gt-spy").status()).isEqualTo(404);
        WebSocket wall = open(mint("alice", GatewayFixture.TOWN, "hq-mayor", "gt-nux", "gt-spy")
                .json()
                .getJsonObject("result")
                .getJsonObject("data")
                .getString("ticket"));
        eventuallySeen("hq-mayor", "springfield mayor");
        eventuallySeen("gt-nux", "springfield nux");
        GatewayFixture.eventually(
                "the other town's session to be unknown",
                () -> frames.contains("{\"type\":\"gone\",\"session\":\"gt-spy\"}"));

        await(wall.writeTextMessage("{\"type\":\"input\",\"data\":\"typed by a reader\"}"));
        bobs.tmux("send-keys", "-t", "=hq-mayor:", "-l", "shelbyville again");
        alices.tmux("send-keys", "-t", "=gt-nux:", "-l", "by hand");
        eventuallySeen("gt-nux", "by hand");
        GatewayFixture.eventually("the dropped frame", () -> gateway.metric("gastown.relay.dropped.frames") == 1);
        assertThat(frames.toString()).doesNotContain("shelbyville", "typed by a reader");

        gateway.towns(gateway.town(BOBS_TOWN, "bob"));
        GatewayFixture.eventually("the end of the wall", wall::isClosed);
        assertThat(wall.closeStatusCode()).isEqualTo((short) 4403);
    }

    private String agentOf(TestTown town) {
        SandboxVerticle agent = new SandboxVerticle(new SandboxSettings(
                "127.0.0.1",
                0,
                ScriptedSandbox.KEY,
                Optional.of(town.socket()),
                Optional.of(town.root()),
                Duration.ofSeconds(60),
                Duration.ofMinutes(5),
                2000,
                Duration.ofMillis(200),
                Duration.ofMillis(500),
                List.of()));
        await(gateway.vertx().deployVerticle(agent));
        return "http://127.0.0.1:" + agent.actualPort();
    }

    private WebSocket open(String ticket) {
        return await(gateway.browsers()
                .connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(gateway.port())
                        .setURI("/api/gastown/wall?ticket=" + ticket)
                        .addSubProtocol(SandboxApi.WALL_V1))
                .onSuccess(socket -> socket.textMessageHandler(frames::add)));
    }

    private RawHttp.Answer mint(String user, String townId, String... sessionNames) {
        String input = new JsonObject()
                .put("townId", townId)
                .put("sessionNames", new JsonArray(List.of(sessionNames)))
                .encode();
        return gateway.post("/api/trpc/gastown.getWallTicket", input, GatewayFixture.bearer(user));
    }

    private void eventuallySeen(String session, String text) {
        GatewayFixture.eventually(
                text,
                () -> frames.stream()
                        .anyMatch(frame -> frame.startsWith("{\"type\":\"screen\",\"session\":\"" + session + "\"")
                                && frame.contains(text)));
    }
}

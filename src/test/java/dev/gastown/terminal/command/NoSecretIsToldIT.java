package dev.gastown.terminal.command;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.Secrets;
import dev.gastown.terminal.TestTown;
import dev.gastown.terminal.session.SandboxApi;
import dev.gastown.terminal.web.RawHttp;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything that handles a secret, and everything that fails while it holds one: the processes log all they can, and
 * closing them looks for what must not be there, as after every other test. Metrics and audit are looked through as well.
 */
@ParameterizedClass
@ValueSource(strings = {"text", "json"})
class NoSecretIsToldIT {
    private static final String TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01";
    private static final String REFUSING_TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c02";
    private static final String ABSENT_TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c03";
    private static final String TYPED = "typed-0f6d3b-by-alice";
    private static final String SHOWN = "shown-71ac09-by-the-mayor";
    private static final String WRONG_KEY = "wrong-key-5d20e8-of-a-town";
    private static final String GUESS = "guessed-93bb4c-login-token";
    private static final Map.Entry<String, String> ALICE = GatewayProcess.login("alice");
    private static final String BEARER = "Authorization: Bearer " + ALICE.getValue();
    private static final String COOKIE = "Cookie: " + ALICE.getKey() + "=" + ALICE.getValue();

    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient browsers =
            vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(100));

    @AutoClose
    private final TestTown town = TestTown.start()
            .session("hq-mayor", "echo " + SHOWN + "; exec cat")
            .session("gt-nux", "echo " + SHOWN + "; exec cat");

    @AutoClose
    private final GatewayProcess sandbox;

    @AutoClose
    private final GatewayProcess gateway;

    private final Path auditFile;

    NoSecretIsToldIT(String format, @TempDir Path directory) {
        sandbox = logging(GatewayProcess.command("sandbox", "--tmux-socket", town.socket()), format)
                .start();
        auditFile = directory.resolve("audit-" + format + ".jsonl");
        gateway = logging(GatewayProcess.command("gateway"), format)
                .environment("GASTOWN_AUDIT_FILE", auditFile.toString())
                .configuration(configuration(""))
                .start();
    }

    private static GatewayProcess.Setup logging(GatewayProcess.Setup process, String format) {
        return process.environment("GASTOWN_LOG_FORMAT", format).environment("GASTOWN_LOG_ACCESS", "true");
    }

    @Test
    void inLogsMetricsOrAudit() throws IOException {
        for (String secret : new String[] {TYPED, SHOWN, WRONG_KEY, GUESS}) {
            Secrets.keep(secret);
        }

        whoComesInAndWhoDoesNot();
        whatIsTypedAndShown();
        whatBreaksWhileItIsTyped();
        sandboxesThatRefuse();
        aBrokenEditOfAFileFullOfKeys();
        assertThat(RawHttp.send(port(), "POST /logout HTTP/1.1", "", COOKIE).status())
                .isEqualTo(204);

        // That there was something to tell, and somebody who listens.
        assertThat(gateway.errors().replace("\\/", "/"))
                .contains("connection_opened", "connection_closed", "input_dropped", "ticket_refused", "logged_out")
                .contains("/api/gastown/terminal", "/api/trpc/*", "/api/gastown/events/*/eventsource", "/login");
        assertThat(sandbox.errors().replace("\\/", "/")).contains("/sessions/hq-mayor", "/wall");
        await(vertx.close());
        assertThat(gateway.stop()).isZero();
        Secrets.assertNoneIn(Stream.of(auditFile));
        assertThat(Files.readString(auditFile)).contains("connection_closed", "input_dropped", "logged_out");
    }

    private void whoComesInAndWhoDoesNot() {
        for (String login :
                new String[] {BEARER, COOKIE, "Authorization: Basic " + TYPED, BEARER + "x", COOKIE + "x"}) {
            RawHttp.send(port(), "GET /api/trpc/gastown.listTowns HTTP/1.1", "", login);
            RawHttp.send(port(), "GET /api/gastown/events/000/abcdefgh/eventsource HTTP/1.0", "", "Origin: http://x");
        }
        RawHttp.send(port(), "GET /login?token=" + GUESS + " HTTP/1.1", "");
        call("getStreamTicket", "{\"townId\":\"" + TYPED);
        call(
                "getStreamTicket",
                new JsonObject().put("townId", TYPED).put("sessionName", TYPED).encode());
        call("nothing." + TYPED, "{}");
        call(
                "getStreamTicket",
                new JsonObject().put("townId", TOWN).put("sessionName", "gone").encode());
        String ticket = ticket("gt-nux");
        assertThat(upgradeStatus(ticket, "Origin: http://evil.example")).isEqualTo(403);
        assertThat(upgradeStatus(ticket + "x")).isEqualTo(401);
        assertThat(upgradeStatus(ALICE.getValue())).isEqualTo(401);
        await(open(ticket, SandboxApi.TERMINAL_V2).close());
        assertThat(upgradeStatus(ticket)).isEqualTo(401);
    }

    private void whatIsTypedAndShown() {
        WebSocket mayor = open(ticket("hq-mayor"), SandboxApi.TERMINAL_V2);
        await(mayor.writeBinaryMessage(Buffer.buffer(TYPED + "\r")));
        town.awaitScreen("hq-mayor", TYPED);
        await(mayor.writeTextMessage("{\"type\":\"" + TYPED + "\"}"));
        WebSocket plain = open(ticket("hq-mayor"), null);
        await(plain.writeTextMessage("{\"type\":\"input\",\"data\":\"plainly " + TYPED + "\"}"));
        town.awaitScreen("hq-mayor", "plainly " + TYPED);
        WebSocket reader = open(ticket("gt-nux"), SandboxApi.TERMINAL_V2);
        await(reader.writeTextMessage("{\"type\":\"input\",\"data\":\"" + TYPED + "\"}"));
        WebSocket wall = await(browsers.connect(
                options("/api/gastown/wall?ticket=" + wallTicket()).addSubProtocol(SandboxApi.WALL_V1)));
        await(wall.writeTextMessage(TYPED));
        GatewayFixture.eventually(
                "the dropped frames", () -> gateway.metric("gastown_relay_dropped_frames_total") == 2);
        town.tmux("kill-session", "-t", "=gt-nux");
        GatewayFixture.eventually("the reader's end", reader::isClosed);
        for (WebSocket socket : new WebSocket[] {mayor, plain, wall}) {
            await(socket.close((short) 4999, TYPED));
        }
    }

    private void whatBreaksWhileItIsTyped() {
        WebSocket large = open(ticket("hq-mayor"), SandboxApi.TERMINAL_V2);
        large.writeBinaryMessage(Buffer.buffer(TYPED.repeat(100_000)));
        GatewayFixture.eventually("the end of too much", large::isClosed);
        WebSocket broken = open(ticket("hq-mayor"), null);
        broken.writeFrame(io.vertx.core.http.WebSocketFrame.textFrame(TYPED, false));
        broken.writeFrame(io.vertx.core.http.WebSocketFrame.textFrame(TYPED, true));
        GatewayFixture.eventually("the end of nonsense", broken::isClosed);
        RawHttp.send(port(), "GET /" + TYPED + " HTTP/9.9", "");
        RawHttp.send(port(), "GET /?ticket=" + ticket("hq-mayor").repeat(20) + " HTTP/1.1", "", COOKIE);
    }

    private void sandboxesThatRefuse() {
        assertThat(call("listSessions?input=" + encoded(REFUSING_TOWN)).status())
                .isEqualTo(502);
        assertThat(call("listSessions?input=" + encoded(ABSENT_TOWN)).status()).isEqualTo(502);
    }

    private void aBrokenEditOfAFileFullOfKeys() {
        gateway.configure(configuration("  - {townId: nonsense, sandboxKey: " + WRONG_KEY + "}\n  oops"));
        GatewayFixture.eventually(
                "the failure of a reload", () -> gateway.metric("gastown_config_reload_failures_total") >= 1);
    }

    private String configuration(String more) {
        return """
                limits: {drainSeconds: 0}
                towns:
                  - {townId: %s, owners: [alice], sandboxUrl: '%s', sandboxKey: '%s'}
                  - {townId: %s, owners: [alice], sandboxUrl: '%s', sandboxKey: '%s'}
                  - {townId: %s, owners: [alice], sandboxUrl: 'http://127.0.0.1:1', sandboxKey: '%s'}
                %s
                """.formatted(
                        TOWN,
                        sandbox.origin(),
                        GatewayProcess.SANDBOX_KEY,
                        REFUSING_TOWN,
                        sandbox.origin(),
                        WRONG_KEY,
                        ABSENT_TOWN,
                        WRONG_KEY,
                        more);
    }

    private String ticket(String session) {
        return minted("getStreamTicket", new JsonObject().put("sessionName", session));
    }

    private String wallTicket() {
        return minted("getWallTicket", new JsonObject().put("sessionNames", JsonArray.of("hq-mayor")));
    }

    private String minted(String mutation, JsonObject opens) {
        return gateway.mutate("alice", mutation, opens.put("townId", TOWN)).getString("ticket");
    }

    private RawHttp.Answer call(String mutation, String input) {
        return RawHttp.send(
                port(),
                "POST /api/trpc/gastown." + mutation + " HTTP/1.1",
                input,
                BEARER,
                "Content-Type: application/json");
    }

    private RawHttp.Answer call(String query) {
        return RawHttp.send(port(), "GET /api/trpc/gastown." + query + " HTTP/1.1", "", BEARER);
    }

    private static String encoded(String townId) {
        return "%7B%22townId%22%3A%22" + townId + "%22%7D";
    }

    private int upgradeStatus(String ticket, String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 4);
        all[headers.length] = "Upgrade: websocket";
        all[headers.length + 1] = "Connection: Upgrade";
        all[headers.length + 2] = "Sec-WebSocket-Version: 13";
        all[headers.length + 3] = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
        return RawHttp.send(port(), "GET /api/gastown/terminal?ticket=" + ticket + " HTTP/1.1", "", all)
                .status();
    }

    private WebSocket open(String ticket, String subprotocol) {
        WebSocketConnectOptions options = options("/api/gastown/terminal?ticket=" + ticket);
        if (subprotocol != null) {
            options.addSubProtocol(subprotocol);
        }
        return await(browsers.connect(options));
    }

    private WebSocketConnectOptions options(String uri) {
        return new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port())
                .setURI(uri);
    }

    private int port() {
        return Integer.parseInt(gateway.origin().replaceFirst(".*:", ""));
    }
}

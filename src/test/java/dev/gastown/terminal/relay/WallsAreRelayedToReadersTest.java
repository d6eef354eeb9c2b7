package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.session.SandboxApi;
import dev.gastown.terminal.ticket.Access;
import dev.gastown.terminal.town.TownStatus;
import io.vertx.core.json.JsonObject;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(RelayMode.class)
class WallsAreRelayedToReadersTest {
    private static final String WALL = "/api/gastown/wall";
    private static final String OFFER = "Sec-WebSocket-Protocol: " + SandboxApi.WALL_V1;

    private final WireSandbox sandbox = new WireSandbox();
    private final RelayFixture gateway;

    WallsAreRelayedToReadersTest(RelayMode mode) {
        gateway = new RelayFixture(sandbox, mode);
    }

    @AfterEach
    void stop() {
        sandbox.close();
        gateway.close();
    }

    @Test
    void theSandboxIsAskedForExactlyTheTicketsSessionsWithTheTownsKey() {
        try (WireBrowser browser = gateway.wall("gt-nux", "hq-mayor")) {
            WireSandbox.Viewing wall = sandbox.open();
            assertThat(browser.status()).isEqualTo(101);
            assertThat(browser.answer()).containsIgnoringCase(OFFER);
            assertThat(wall.head()).startsWith("GET /wall?sessions=gt-nux,hq-mayor HTTP/1.1");
            assertThat(wall.header(SandboxApi.KEY_HEADER)).isEqualTo(RelayFixture.KEY);
            assertThat(wall.header("sec-websocket-protocol")).isEqualTo(SandboxApi.WALL_V1);
            wall.send(Frame.text("{\"type\":\"gone\",\"session\":\"gt-nux\"}"), Frame.text("é"));
            assertThat(browser.receive()).isEqualTo(Frame.text("{\"type\":\"gone\",\"session\":\"gt-nux\"}"));
            assertThat(browser.receive()).isEqualTo(Frame.text("é"));
        }
    }

    @Test
    void sixteenOfTheLongestNamesPass() {
        String[] names = IntStream.range(0, 16)
                .mapToObj(i -> Integer.toHexString(i) + "x".repeat(127))
                .toArray(String[]::new);
        try (WireBrowser browser = gateway.wall(names)) {
            sandbox.open().send(Frame.text("here"));
            assertThat(browser.receive()).isEqualTo(Frame.text("here"));
        }
    }

    @Test
    void nothingTheBrowserSendsReachesTheSandbox() throws Exception {
        try (WireBrowser browser = gateway.wall("hq-mayor")) {
            WireSandbox.Viewing wall = sandbox.open();
            browser.send(
                    Frame.text("{\"type\":\"input\",\"data\":\"rm -rf /\"}"),
                    Frame.binary((byte) 3),
                    Frame.ping("alive"));
            assertThat(browser.receiveAny()).isEqualTo(new Frame(true, Frame.PONG, "alive".getBytes()));
            assertThat(gateway.metric("gastown.relay.dropped.frames")).isEqualTo(2);
            assertThat(wall.socket.getInputStream().available()).isZero();
            browser.send(Frame.close(1000, ""));
            assertThat(wall.receiveAny()).isEqualTo(Frame.close(1000, ""));
            RelayFixture.eventually(() -> gateway.audited("connection_closed").size() == 1);
            assertThat(gateway.audited("input_dropped")).hasSize(1);
        }
    }

    @Test
    void neitherKindOfTicketOpensTheOthersSocketOrIsUsedUpThere() {
        String stream = gateway.tickets.add(Access.WRITE);
        String wall = gateway.tickets.addWall("alice", "hq-mayor");
        assertThat(upgrade(WALL + "?ticket=" + stream).status()).isEqualTo(401);
        assertThat(upgrade("/api/gastown/terminal?ticket=" + wall).status()).isEqualTo(401);
        assertThat(gateway.tickets.unused()).isEqualTo(2);
        assertThat(sandbox.hasNoFurtherConnection()).isTrue();
    }

    @Test
    void upgradesAreRefusedInTheOrderOfTheTerminals() {
        String ticket = "?ticket=" + gateway.tickets.addWall("alice", "hq-mayor");
        try (WireBrowser plain = WireBrowser.connect(gateway.port())) {
            plain.sendHead("GET " + WALL + ticket + " HTTP/1.1", "Host: x", "Origin: null");
            assertThat(plain.receiveHead()).startsWith("HTTP/1.1 426");
        }
        assertThat(upgrade(WALL + ticket, "Origin: https://evil.example").status())
                .isEqualTo(403);
        assertThat(upgrade(WALL).status()).isEqualTo(401);
        assertThat(upgrade(WALL + "?ticket=nonsense").status()).isEqualTo(401);
        assertThat(upgrade(WALL + "?ticket=" + gateway.tickets.addWall("mallory", "hq-mayor"))
                        .status())
                .isEqualTo(403);
        assertThat(gateway.tickets.unused()).isEqualTo(1);
        gateway.towns.put(RelayFixture.town("alice", TownStatus.STOPPED, sandbox));
        assertThat(upgrade(WALL + ticket).status()).isEqualTo(403);
        assertThat(upgrade(WALL + ticket).status()).as("used").isEqualTo(401);
        RelayFixture.await(gateway.sockets.drain(RelayFixture.LIMITS.drain()));
        assertThat(upgrade(WALL + ticket).status()).isEqualTo(503);
        assertThat(sandbox.hasNoFurtherConnection()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", SandboxApi.TERMINAL_V2, "gastown.wall.v2"})
    void aBrowserThatDoesNotSpeakTheWallsSubprotocolIs4406(String offered) {
        String ticket = gateway.tickets.addWall("alice", "hq-mayor");
        String[] headers = offered.isEmpty() ? new String[0] : new String[] {"Sec-WebSocket-Protocol: " + offered};
        try (WireBrowser browser = WireBrowser.connect(gateway.port()).upgradeAt(WALL + "?ticket=" + ticket, headers)) {
            assertThat(browser.receiveClose().closeCode()).isEqualTo(4406);
            assertThat(sandbox.hasNoFurtherConnection()).isTrue();
        }
    }

    @Test
    void aTerminalDoesNotSpeakTheWallsSubprotocol() {
        try (WireBrowser browser = gateway.browser(Access.WRITE, OFFER)) {
            assertThat(browser.receiveClose().closeCode()).isEqualTo(4406);
            assertThat(sandbox.hasNoFurtherConnection()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"404 Not Found, 4404", "400 Bad Request, 4502", "503 Service Unavailable, 4502"})
    void aSandboxWithoutAWallIs4404(String status, int code) {
        try (WireBrowser browser = gateway.wall("hq-mayor")) {
            sandbox.accept().sendHead("HTTP/1.1 " + status, "Content-Length: 0");
            assertThat(browser.receiveClose().closeCode()).isEqualTo(code);
        }
    }

    @Test
    void aSandboxThatIgnoresTheSubprotocolIs4406() {
        try (WireBrowser browser = gateway.wall("hq-mayor")) {
            sandbox.accept().answer101(null);
            assertThat(browser.receiveClose().closeCode()).isEqualTo(4406);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../sessions", "a,b", "a b", "a&key=x", ""})
    void aNameThatIsNoneNeverReachesAUrl(String name) {
        try (WireBrowser browser = gateway.wall("hq-mayor", name)) {
            assertThat(browser.receiveClose().closeCode()).isEqualTo(4404);
            assertThat(sandbox.hasNoFurtherConnection()).isTrue();
        }
    }

    @Test
    void losingTheTownEndsAnOpenWallWith4403() {
        try (WireBrowser browser = gateway.wall("hq-mayor")) {
            WireSandbox.Viewing wall = sandbox.open();
            gateway.towns.put(RelayFixture.town("bob", TownStatus.RUNNING, sandbox));
            assertThat(browser.receiveClose().closeCode()).isEqualTo(4403);
            assertThat(wall.receiveClose().closeCode()).isEqualTo(1001);
        }
    }

    @Test
    void wallsAndTerminalsCountTogetherAgainstTheLimits() {
        gateway.limits = RelayFixture.limits(limits -> limits.put("socketsPerUser", 2));
        try (WireBrowser terminal = gateway.browser(Access.READ);
                WireBrowser wall = gateway.wall("hq-mayor")) {
            sandbox.open();
            sandbox.open();
            assertThat(gateway.metric("gastown.relay.connections", "access", "read"))
                    .isEqualTo(2);
            try (WireBrowser third = gateway.wall("hq-mayor")) {
                assertThat(third.receiveClose().closeCode()).isEqualTo(4429);
            }
            assertThat(terminal.status() + wall.status()).isEqualTo(202);
        }
    }

    @Test
    void drainingClosesAWallWith1001() {
        try (WireBrowser browser = gateway.wall("hq-mayor")) {
            sandbox.open();
            gateway.sockets.drain(java.time.Duration.ZERO);
            assertThat(browser.receiveClose().closeCode()).isEqualTo(1001);
        }
    }

    @Test
    void theAuditNamesTheSessionsAndTheMetricsNobody() {
        try (WireBrowser browser = gateway.wall("gt-nux", "hq-mayor")) {
            sandbox.open().send(Frame.text("classified"));
            browser.receive();
            browser.send(Frame.close(1000, ""));
            browser.seesEnd();
        }
        RelayFixture.eventually(() -> gateway.audited("connection_closed").size() == 1);
        JsonObject closed = gateway.audited("connection_closed").get(0);
        assertThat(closed.getString("userId")).isEqualTo("alice");
        assertThat(closed.getString("sessionName")).isEqualTo("gt-nux,hq-mayor");
        assertThat(closed.getString("access")).isEqualTo("read");
        assertThat(closed.getLong("bytesToBrowser")).isEqualTo("classified".length());
        assertThat(gateway.audit.toString()).doesNotContain("classified", RelayFixture.KEY);
        assertThat(gateway.meters.scrape()).doesNotContain("alice", "gt-nux", RelayFixture.TOWN.toString());
    }

    private WireBrowser upgrade(String pathAndQuery, String... headers) {
        return WireBrowser.connect(gateway.port()).upgradeAt(pathAndQuery, headers);
    }
}

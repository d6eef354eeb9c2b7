package dev.gastown.terminal.web;

import static dev.gastown.terminal.web.TrpcFixture.ALICE;
import static dev.gastown.terminal.web.TrpcFixture.TICKET_PATH;
import static dev.gastown.terminal.web.TrpcFixture.mayor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.command.GatewayFixture;
import dev.gastown.terminal.ops.Limit;
import dev.gastown.terminal.session.ScriptedSandbox;
import dev.gastown.terminal.web.FeedBrowser.Transport;
import dev.gastown.terminal.web.feed.SessionFeed;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;

/** The limits that the web edge and the poller keep; those of the sockets are in the relay's tests. */
class ReachedLimitsAreRefusedAndCountedTest {
    private static final String EVENTS = SessionFeed.PATH;

    private static GatewayFixture gateway;

    @BeforeAll
    static void start() {
        gateway = new GatewayFixture(new JsonObject()
                .put(
                        "limits",
                        new JsonObject()
                                .put("ticketsPerUserPerMinute", 2)
                                .put("feedSocketsPerUser", 2)
                                .put("batchCalls", 3)
                                .put("requestBodyBytes", 2_048)
                                .put("headerBytes", 8_192)
                                .put("feedMessageBytes", 512)
                                .put("sandboxListBytes", 4_096)
                                .put("sandboxSessions", 3)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void everyLimitThatCanBeReachedIsCountedByItsKey() throws IOException {
        var limits = (java.util.Map<?, ?>) new Yaml()
                .<java.util.Map<?, ?>>load(Files.readString(Path.of("conf/gateway.yaml")))
                .get("limits");

        // What nobody can reach: a time that a node gives itself.
        assertThat(Arrays.stream(Limit.values()).map(Limit::key))
                .containsExactlyInAnyOrderElementsOf(limits.keySet().stream()
                        .map(String::valueOf)
                        .filter(key -> !key.equals("drainSeconds"))
                        .toList());
        assertThat(gateway.scrape())
                .contains(Arrays.stream(Limit.values())
                        .map(limit -> "gastown_limits_reached_total{limit=\"" + limit.key() + "\"}")
                        .toList());
    }

    @Test
    void aBatch() {
        String path = "/api/trpc/gastown.listTowns,gastown.listTowns,gastown.listTowns";

        assertThat(gateway.get(path + "?batch=1", ALICE).status()).isEqualTo(200);
        assertReached("batchCalls", 0);
        assertThat(gateway.get(path + ",gastown.listTowns?batch=1", ALICE).status())
                .isEqualTo(400);
        assertReached("batchCalls", 1);
    }

    @Test
    void aBody() {
        assertThat(gateway.post(TICKET_PATH, " ".repeat(2_049), ALICE).status()).isEqualTo(413);
        assertReached("requestBodyBytes", 1);
    }

    @Test
    void headersAndTheRequestLine() {
        assertThat(gateway.get("/", "X-Long: " + "x".repeat(9_000)).status()).isEqualTo(431);
        assertThat(gateway.get("/?" + "x".repeat(5_000)).status()).isEqualTo(414);
        assertReached("headerBytes", 2);
        assertThat(gateway.get("/?" + "x".repeat(3_000)).status()).isEqualTo(200);
    }

    @Test
    void tickets() {
        String bob = GatewayFixture.bearer("bob");
        IntStream.range(0, 2)
                .forEach(i -> assertThat(gateway.post(TICKET_PATH, mayor(), bob).status())
                        .isEqualTo(404));
        assertThat(gateway.post(TICKET_PATH, mayor(), bob).status()).isEqualTo(429);
        assertReached("ticketsPerUserPerMinute", 1);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void socketsForPushes(Transport transport) {
        double before = gateway.metric("gastown.limits.reached", "limit", "feedSocketsPerUser");
        String user = "owner-of-" + transport;
        try (FeedBrowser first = new FeedBrowser(gateway, user, transport);
                FeedBrowser second = new FeedBrowser(gateway, user, transport);
                FeedBrowser third = new FeedBrowser(gateway, user, transport);
                FeedBrowser others = new FeedBrowser(gateway, "nobody-else", transport)) {
            GatewayFixture.eventually("the end of one too many", third.socket::isClosed);
            assertThat(third.socket.closeStatusCode()).isEqualTo((short) 4429);
            assertReached("feedSocketsPerUser", before + 1);
            assertThat(first.socket.isClosed() || second.socket.isClosed() || others.socket.isClosed())
                    .isFalse();
            ScriptedSandbox.await(first.socket.close());
            GatewayFixture.eventually("room again", () -> {
                try (FeedBrowser again = new FeedBrowser(gateway, user, transport)) {
                    again.send("{");
                    return "invalid_json".equals(again.nextJson().getString("body"));
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void framesOfBrowsers(Transport transport) {
        double before = gateway.metric("gastown.limits.reached", "limit", "feedMessageBytes");
        try (FeedBrowser browser = new FeedBrowser(gateway, "sender-" + transport, transport)) {
            browser.send("x".repeat(600));
            GatewayFixture.eventually("the socket's end", browser.socket::isClosed);
            GatewayFixture.eventually(
                    "its count",
                    () -> gateway.metric("gastown.limits.reached", "limit", "feedMessageBytes") == before + 1);
        }
    }

    @Test
    void framesOfBrowsersThatPost() {
        double before = gateway.metric("gastown.limits.reached", "limit", "feedMessageBytes");
        assertThat(gateway.post(EVENTS + "/000/somebody/xhr", "", ALICE).status())
                .isEqualTo(200);
        assertThat(gateway.post(EVENTS + "/000/somebody/xhr_send", "x".repeat(600), ALICE)
                        .status())
                .isEqualTo(413);
        assertReached("feedMessageBytes", before + 1);
    }

    private static void assertReached(String limit, double times) {
        assertThat(gateway.metric("gastown.limits.reached", "limit", limit)).isEqualTo(times);
    }
}

package dev.gastown.terminal.command;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.session.ScriptedSandbox;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of a node whose browsers are still there: contract sections 3, 7 and 11. */
class ANodeThatStopsSendsItsBrowsersAwayIT {
    private static final String TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01";
    private static final String TERMINAL = "/api/gastown/terminal?ticket=";
    private static final String FEED = "/api/gastown/events/websocket";
    private static final int DRAIN_SECONDS = 4;
    private static final int MANY_SECONDS = 300;
    private static final int SIGTERM_STATUS = 143;

    private final Vertx vertx = Vertx.vertx();
    private final WebClient http = WebClient.create(vertx);
    private final WebSocketClient sockets = vertx.createWebSocketClient();
    private final Map.Entry<String, String> cookie = GatewayProcess.login("alice");
    private final ScriptedSandbox sandbox =
            new ScriptedSandbox(vertx).sessions(ScriptedSandbox.session("hq-mayor", "mayor"));
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();

    private record Ended(short code, long atNanos) {}

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void spreadOverTheDrainTimeAndOnlyWhenBalancersKnow() throws Exception {
        try (GatewayProcess gateway = start(DRAIN_SECONDS)) {
            String keptTicket = ticket(gateway);
            int open = 8;
            watch(gateway, open);
            for (int i = 0; i < open; i++) {
                leavesAQueue(connect(gateway, FEED));
            }
            ProcessHandle process = ProcessHandle.of(gateway.pid()).orElseThrow();
            process.destroy();
            GatewayFixture.eventually("readiness is withdrawn", () -> readiness(gateway) == 503);
            long withdrawn = System.nanoTime();

            // A ticket that is refused here for that reason is still good elsewhere: it was not looked at.
            assertThat(refusal(gateway, TERMINAL + keptTicket)).isEqualTo(503);
            assertThat(refusal(gateway, FEED)).isEqualTo(503);
            HttpResponse<Buffer> lastAnswer = await(answer(gateway));
            assertThat(lastAnswer.statusCode()).isEqualTo(200);
            assertThat(lastAnswer.getHeader("Connection")).isEqualTo("close");

            List<Ended> all = IntStream.range(0, 2 * open).mapToObj(i -> next()).toList();
            assertThat(all).extracting(Ended::code).containsOnly((short) 1001);
            long first = all.get(0).atNanos() - withdrawn;
            long last = all.get(all.size() - 1).atNanos() - withdrawn;
            assertThat(TimeUnit.NANOSECONDS.toMillis(first)).isBetween(800L, 2_500L);
            assertThat(TimeUnit.NANOSECONDS.toMillis(last)).isBetween(DRAIN_SECONDS * 1_000L - 1_200L, 8_000L);
            process.onExit().get(20, TimeUnit.SECONDS);
            assertThat(gateway.stop()).isZero();
        }
    }

    @Test
    void atOnceWhenItIsToldTwice() throws Exception {
        try (GatewayProcess gateway = start(MANY_SECONDS)) {
            watch(gateway, 5);
            ProcessHandle process = ProcessHandle.of(gateway.pid()).orElseThrow();
            process.destroy();
            GatewayFixture.eventually("readiness is withdrawn", () -> readiness(gateway) == 503);
            assertThat(process.isAlive()).isTrue();

            process.destroy();
            process.onExit().get(2, TimeUnit.SECONDS);
            assertThat(gateway.stop()).isEqualTo(SIGTERM_STATUS);
        }
    }

    private GatewayProcess start(int drainSeconds) {
        JsonObject answer = new JsonObject()
                .put("protocols", List.of())
                .put("sessions", List.of(ScriptedSandbox.session("hq-mayor", "mayor")));
        sandbox.script(request -> {
            if (request.path().equals("/sessions")) {
                request.response().end(answer.encode());
            } else {
                request.toWebSocket();
            }
        });
        return GatewayProcess.command("gateway")
                .configuration("""
                        limits: {drainSeconds: %d}
                        towns:
                          - {townId: %s, owners: [alice], sandboxUrl: '%s', sandboxKey: '%s'}
                        """.formatted(drainSeconds, TOWN, sandbox.url(), ScriptedSandbox.KEY))
                .start();
    }

    private void watch(GatewayProcess gateway, int count) {
        for (int i = 0; i < count; i++) {
            leavesAQueue(connect(gateway, TERMINAL + ticket(gateway)));
        }
    }

    private void leavesAQueue(Future<WebSocket> connecting) {
        WebSocket socket = await(connecting);
        socket.exceptionHandler(broken -> {});
        socket.closeHandler(gone -> ended.add(new Ended(socket.closeStatusCode(), System.nanoTime())));
    }

    private Ended next() {
        try {
            Ended next = ended.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("a closed socket").isNotNull();
            return next;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private Future<WebSocket> connect(GatewayProcess gateway, String path) {
        URI at = URI.create(gateway.origin());
        return sockets.connect(new WebSocketConnectOptions()
                .setHost(at.getHost())
                .setPort(at.getPort())
                .setURI(path)
                .addHeader("Cookie", cookie.getKey() + "=" + cookie.getValue()));
    }

    private int refusal(GatewayProcess gateway, String path) {
        return await(connect(gateway, path)
                .map(open -> 101)
                .recover(refused -> Future.succeededFuture(((UpgradeRejectedException) refused).getStatus())));
    }

    private String ticket(GatewayProcess gateway) {
        return await(answer(gateway))
                .bodyAsJsonObject()
                .getJsonObject("result")
                .getJsonObject("data")
                .getString("ticket");
    }

    private Future<HttpResponse<Buffer>> answer(GatewayProcess gateway) {
        return http.postAbs(gateway.origin() + "/api/trpc/gastown.getStreamTicket")
                .putHeader("Cookie", cookie.getKey() + "=" + cookie.getValue())
                .sendJson(new JsonObject().put("townId", TOWN).put("sessionName", "hq-mayor"));
    }

    private int readiness(GatewayProcess gateway) {
        return await(http.get(gateway.managementPort(), "127.0.0.1", "/health/ready")
                        .send())
                .statusCode();
    }
}

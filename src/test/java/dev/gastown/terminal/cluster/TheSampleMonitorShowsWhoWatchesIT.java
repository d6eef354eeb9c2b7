package dev.gastown.terminal.cluster;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.FreePort;
import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.TestTown;
import dev.gastown.terminal.session.SandboxApi;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code examples/monitor} as its head says that it is run. */
class TheSampleMonitorShowsWhoWatchesIT {
    private static final Path SOURCE = Path.of("examples/monitor/Monitor.java");
    private static final int MOST_LINES = 100;
    private static final String TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01";
    private static final String CLUSTER = "gastown-of-the-monitors-test";
    private static final String TYPED = "typed by alice";

    @Test
    void itIsShort() throws IOException {
        assertThat(Files.readAllLines(SOURCE)).hasSizeLessThanOrEqualTo(MOST_LINES);
    }

    @Test
    void comingAndGoingWithWhatTheySent() throws Exception {
        Vertx vertx = Vertx.vertx();
        String port = Integer.toString(FreePort.find());
        try (TestTown town = TestTown.start().session("hq-mayor", "exec cat");
                GatewayProcess sandbox = GatewayProcess.agentOf(town).start();
                GatewayProcess gateway = gateway(port, sandbox)) {
            try (MonitorProcess monitor = monitor(port)) {
                shows(monitor, "since .* 0 watching");

                WebSocket viewer = await(vertx.createWebSocketClient()
                        .connect(new WebSocketConnectOptions()
                                .setHost("127.0.0.1")
                                .setPort(gateway.url().getPort())
                                .setURI(gateway.terminalPath("alice", TOWN, "hq-mayor"))
                                .addSubProtocol(SandboxApi.TERMINAL_V2)));
                shows(monitor, "since .* 1 watching");
                shows(monitor, "\\d\\d:\\d\\d:\\d\\d +alice +" + TOWN + " +hq-mayor +write +watching");

                await(viewer.writeBinaryMessage(Buffer.buffer(TYPED)));
                town.awaitScreen("hq-mayor", TYPED);
                await(viewer.close());
                shows(monitor, "since .* 0 watching");
                shows(
                        monitor,
                        "\\d\\d:\\d\\d:\\d\\d +alice +" + TOWN + " +hq-mayor +write +left with 1000, [1-9]\\d* B out, "
                                + TYPED.length() + " B in");
            }
        } finally {
            await(vertx.close());
        }
    }

    private static GatewayProcess gateway(String port, GatewayProcess sandbox) {
        return GatewayProcess.command("gateway")
                .environment("GASTOWN_CLUSTERED", "true")
                .environment("GASTOWN_CLUSTER_NAME", CLUSTER)
                .environment("GASTOWN_CLUSTER_PORT", port)
                .environment("GASTOWN_CLUSTER_EVENT_BUS_PORT", "0")
                .town(TOWN, "[alice]", sandbox.origin(), GatewayProcess.SANDBOX_KEY)
                .start();
    }

    private static MonitorProcess monitor(String port) throws IOException {
        return new MonitorProcess(
                System.getProperty("gastown.jar", "target/gastown.jar"),
                ProcessBuilder.Redirect.INHERIT,
                SOURCE.toString(),
                "127.0.0.1:" + port,
                CLUSTER);
    }

    private static void shows(MonitorProcess monitor, String pattern) throws InterruptedException {
        StringBuilder before = new StringBuilder();
        for (String line = monitor.next(); line != null; line = monitor.next()) {
            if (line.matches(pattern)) {
                return;
            }
            before.append(line).append('\n');
        }
        throw new AssertionError("the monitor did not show " + pattern + " but\n" + before);
    }
}

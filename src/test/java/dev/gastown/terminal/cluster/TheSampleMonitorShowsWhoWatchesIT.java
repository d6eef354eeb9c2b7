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
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code examples/monitor} as its head says that it is run. */
class TheSampleMonitorShowsWhoWatchesIT {
    private static final Path SOURCE = Path.of("examples/monitor/Monitor.java");
    private static final int MOST_LINES = 100;
    private static final String TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01";
    private static final String CLUSTER = "gastown-of-the-monitors-test";
    private static final String TYPED = "typed by alice";
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();

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
            Process monitor = monitor(port);
            try {
                shows("since .* 0 watching");

                WebSocket viewer = await(vertx.createWebSocketClient()
                        .connect(new WebSocketConnectOptions()
                                .setHost("127.0.0.1")
                                .setPort(gateway.url().getPort())
                                .setURI(gateway.terminalPath("alice", TOWN, "hq-mayor"))
                                .addSubProtocol(SandboxApi.TERMINAL_V2)));
                shows("since .* 1 watching");
                shows("\\d\\d:\\d\\d:\\d\\d +alice +" + TOWN + " +hq-mayor +write +watching");

                await(viewer.writeBinaryMessage(Buffer.buffer(TYPED)));
                town.awaitScreen("hq-mayor", TYPED);
                await(viewer.close());
                shows("since .* 0 watching");
                shows("\\d\\d:\\d\\d:\\d\\d +alice +" + TOWN + " +hq-mayor +write +left with 1000, [1-9]\\d* B out, "
                        + TYPED.length() + " B in");
            } finally {
                monitor.destroyForcibly();
                monitor.waitFor();
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
                .configuration("""
                        limits: {drainSeconds: 0}
                        towns:
                          - {townId: %s, owners: [alice], sandboxUrl: '%s', sandboxKey: '%s'}
                        """.formatted(TOWN, sandbox.origin(), GatewayProcess.SANDBOX_KEY))
                .start();
    }

    private Process monitor(String port) throws IOException {
        Process monitor = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // The test's machine may have many addresses; a monitor's is the one that leads to the members.
                        "-Dhazelcast.local.localAddress=127.0.0.1",
                        "-cp",
                        System.getProperty("gastown.jar", "target/gastown.jar"),
                        SOURCE.toString(),
                        "127.0.0.1:" + port,
                        CLUSTER)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread reader = new Thread(() -> read(monitor), "output of " + monitor.pid());
        reader.setDaemon(true);
        reader.start();
        return monitor;
    }

    private void read(Process monitor) {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(monitor.getInputStream(), StandardCharsets.UTF_8))) {
            output.lines().forEach(shown::add);
        } catch (IOException ended) {
            shown.add("ended");
        }
    }

    private void shows(String pattern) throws InterruptedException {
        StringBuilder before = new StringBuilder();
        for (String line = shown.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
                line != null;
                line = shown.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
            if (line.matches(pattern)) {
                return;
            }
            before.append(line).append('\n');
        }
        throw new AssertionError("the monitor did not show " + pattern + " but\n" + before);
    }
}

package dev.gastown.terminal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.TestTown;
import dev.gastown.terminal.session.SandboxApi;
import dev.gastown.terminal.session.ScriptedSandbox;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TheAuditIsInAFileTooIT {
    private static final String TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01";

    @TempDir
    private Path directory;

    @Test
    void toItsLastEventWhenTheProcessIsStopped() throws IOException {
        Path file = directory.resolve("audit.jsonl");
        Vertx vertx = Vertx.vertx();
        WebSocketClient browsers = vertx.createWebSocketClient();
        try (TestTown town = TestTown.start().session("hq-mayor", "exec cat");
                GatewayProcess sandbox = GatewayProcess.agentOf(town)
                        .environment("GASTOWN_LOG_ACCESS", "true")
                        .start();
                GatewayProcess gateway = GatewayProcess.command("gateway")
                        .environment("GASTOWN_AUDIT_FILE", file.toString())
                        .configuration("""
                                limits: {drainSeconds: 0}
                                towns:
                                  - {townId: %s, owners: [alice], sandboxUrl: '%s', sandboxKey: '%s'}
                                """.formatted(TOWN, sandbox.origin(), GatewayProcess.SANDBOX_KEY))
                        .start()) {
            WebSocket viewer = ScriptedSandbox.await(browsers.connect(new WebSocketConnectOptions()
                    .setPort(gateway.url().getPort())
                    .setHost("127.0.0.1")
                    .setURI(gateway.terminalPath("alice", TOWN, "hq-mayor"))
                    .addSubProtocol(SandboxApi.TERMINAL_V2)));
            assertThat(gateway.stop()).isZero();
            GatewayFixture.eventually("the viewer's end", viewer::isClosed);

            List<JsonObject> events =
                    Files.readAllLines(file).stream().map(JsonObject::new).toList();
            assertThat(events)
                    .extracting(event -> event.getString("type"))
                    .containsExactly("ticket_issued", "connection_opened", "connection_closed");
            assertThat(events).allSatisfy(event -> {
                assertThat(event.getString("userId")).isEqualTo("alice");
                assertThat(event.getString("townId")).isEqualTo(TOWN);
                assertThat(event.getString("sessionName")).isEqualTo("hq-mayor");
                assertThat(event.getString("traceId")).matches("[0-9a-f]{32}");
            });
            assertThat(events.get(2).getInteger("code")).isEqualTo(1001);
            // By the same ids the sandbox knows what it was asked for.
            assertThat(sandbox.errors().lines())
                    .anyMatch(line -> line.contains(" GET /sessions 200 ")
                            && line.endsWith(events.get(0).getString("traceId")))
                    .anyMatch(line -> line.contains(" GET /sessions/hq-mayor 101 ")
                            && line.endsWith(events.get(1).getString("traceId")));
        } finally {
            ScriptedSandbox.await(vertx.close());
        }
    }
}

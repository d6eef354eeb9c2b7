package dev.gastown.terminal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.FreePort;
import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.session.ScriptedSandbox;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A plain consumer of the event bus in a process of its own: contract section 5. */
class MonitorsHearListsAndAuditIT {
    private static final String TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01";
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Test
    void onAnotherJvmThatKnowsOnlyTheContract() throws Exception {
        Vertx vertx = Vertx.vertx();
        String port = Integer.toString(FreePort.find());
        ScriptedSandbox sandbox = new ScriptedSandbox(vertx).sessions(ScriptedSandbox.session("hq-mayor", "mayor"));
        try (GatewayProcess gateway = gateway(port, sandbox)) {
            Process monitor = monitor(port);
            try {
                // Nobody else watches the town: what the monitor says makes it watched.
                JsonObject first = next("list ");
                JsonObject second = next("list ");
                assertThat(first.getString("townId")).isEqualTo(TOWN);
                assertThat(names(first)).isEqualTo("hq-mayor");
                assertThat(first.getBoolean("stale")).isFalse();
                assertThat(second.getLong("sequence")).isGreaterThan(first.getLong("sequence"));

                askForATicket(gateway);
                JsonObject audited = next("audit ");
                assertThat(audited.getString("type")).isEqualTo("ticket_issued");
                assertThat(audited.getString("userId")).isEqualTo("alice");
                assertThat(audited.getString("townId")).isEqualTo(TOWN);
            } finally {
                monitor.destroyForcibly();
                monitor.waitFor();
            }
        } finally {
            ScriptedSandbox.await(vertx.close());
        }
    }

    private static GatewayProcess gateway(String port, ScriptedSandbox sandbox) {
        return GatewayProcess.command("gateway")
                .environment("GASTOWN_CLUSTERED", "true")
                .environment("GASTOWN_CLUSTER_PORT", port)
                .environment("GASTOWN_CLUSTER_EVENT_BUS_PORT", "0")
                .configuration("""
                        limits: {drainSeconds: 0}
                        towns:
                          - {townId: %s, owners: [alice], sandboxUrl: '%s', sandboxKey: '%s'}
                        """.formatted(TOWN, sandbox.url(), ScriptedSandbox.KEY))
                .start();
    }

    private Process monitor(String port) throws IOException {
        Process monitor = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // The test's machine may have many addresses; a monitor's is the one that leads to the members.
                        "-Dhazelcast.local.localAddress=127.0.0.1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Monitor.class.getName(),
                        "127.0.0.1:" + port,
                        TOWN)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Thread reader = new Thread(() -> read(monitor), "output of " + monitor.pid());
        reader.setDaemon(true);
        reader.start();
        return monitor;
    }

    private void read(Process monitor) {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(monitor.getInputStream(), StandardCharsets.UTF_8))) {
            output.lines().forEach(heard::add);
        } catch (IOException ended) {
            heard.add("ended");
        }
    }

    private JsonObject next(String kind) throws InterruptedException {
        for (String line = ""; line != null; line = heard.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
            if (line.startsWith(kind)) {
                return new JsonObject(line.substring(kind.length()));
            }
        }
        throw new AssertionError("the monitor heard no " + kind);
    }

    private static String names(JsonObject list) {
        JsonArray sessions = list.getJsonArray("sessions");
        return sessions.getJsonObject(0).getString("name");
    }

    private static void askForATicket(GatewayProcess gateway) throws Exception {
        Map.Entry<String, String> cookie = GatewayProcess.login("alice");
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(gateway.origin() + "/api/trpc/gastown.getStreamTicket"))
                                .header("Content-Type", "application/json")
                                .header("Cookie", cookie.getKey() + "=" + cookie.getValue())
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"townId\":\"" + TOWN + "\",\"sessionName\":\"hq-mayor\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}

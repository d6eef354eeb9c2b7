package dev.gastown.terminal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.FreePort;
import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.session.ScriptedSandbox;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A plain consumer of the event bus in a process of its own: contract section 5. */
class MonitorsHearListsAndAuditIT {
    private static final String TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01";

    @Test
    void onAnotherJvmThatKnowsOnlyTheContract() throws Exception {
        Vertx vertx = Vertx.vertx();
        String port = Integer.toString(FreePort.find());
        ScriptedSandbox sandbox = new ScriptedSandbox(vertx).sessions(ScriptedSandbox.session("hq-mayor", "mayor"));
        try (GatewayProcess gateway = gateway(port, sandbox)) {
            try (MonitorProcess monitor = monitor(port)) {
                // Nobody else watches the town: what the monitor says makes it watched.
                JsonObject first = next(monitor, "list ");
                JsonObject second = next(monitor, "list ");
                assertThat(first.getString("townId")).isEqualTo(TOWN);
                assertThat(names(first)).isEqualTo("hq-mayor");
                assertThat(first.getBoolean("stale")).isFalse();
                assertThat(second.getLong("sequence")).isGreaterThan(first.getLong("sequence"));

                askForATicket(gateway);
                JsonObject audited = next(monitor, "audit ");
                assertThat(audited.getString("type")).isEqualTo("ticket_issued");
                assertThat(audited.getString("userId")).isEqualTo("alice");
                assertThat(audited.getString("townId")).isEqualTo(TOWN);
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
                .town(TOWN, "[alice]", sandbox.url().toString(), ScriptedSandbox.KEY)
                .start();
    }

    private static MonitorProcess monitor(String port) throws IOException {
        return new MonitorProcess(
                System.getProperty("java.class.path"),
                ProcessBuilder.Redirect.DISCARD,
                Monitor.class.getName(),
                "127.0.0.1:" + port,
                TOWN);
    }

    private static JsonObject next(MonitorProcess monitor, String kind) throws InterruptedException {
        for (String line = ""; line != null; line = monitor.next()) {
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

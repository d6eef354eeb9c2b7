package dev.gastown.terminal.command;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.TestDatabase;
import dev.gastown.terminal.TestTown;
import dev.gastown.terminal.web.RawHttp;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gateway as people start it, with a real database, a real sandbox agent and real tmux. */
class TownsComeFromTheDatabaseIT {
    private static final String TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01";
    private static final String NOT_USED = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c02";

    private final TestDatabase database = TestDatabase.start();
    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient browsers = vertx.createWebSocketClient();

    @AfterEach
    void stop() {
        await(vertx.close());
        database.close();
    }

    @Test
    void fromTheRowToTheTerminal() {
        try (TestTown town = TestTown.start().session("hq-mayor");
                GatewayProcess agent = GatewayProcess.agentOf(town).start();
                GatewayProcess gateway = GatewayProcess.command("gateway")
                        .environment("GASTOWN_DATABASE_URL", database.url())
                        .configuration("towns: [{townId: " + NOT_USED
                                + ", owners: [alice], sandboxUrl: 'http://127.0.0.1:1'}]\n")
                        .start()) {
            JsonObject sandbox =
                    new JsonObject().put("sandboxUrl", agent.origin()).put("sandboxKey", GatewayProcess.SANDBOX_KEY);
            assertThat(towns(gateway, "alice")).isEmpty();
            database.put(TOWN, "alice", "running", sandbox);
            TestTown.await("the town", () -> towns(gateway, "alice").size() == 1);
            assertThat(towns(gateway, "alice").getJsonObject(0))
                    .isEqualTo(new JsonObject()
                            .put("townId", TOWN)
                            .put("name", "Town of alice")
                            .put("status", "running"));
            assertThat(gateway.errors()).contains("The towns of the configuration are not used");

            List<String> screen = new CopyOnWriteArrayList<>();
            WebSocket terminal = terminal(gateway, screen);
            terminal.writeBinaryMessage(Buffer.buffer("typed at the database's word\n"));
            TestTown.await("the echo", () -> String.join("", screen).contains("typed at the database's word"));

            database.put(TOWN, "bob", "running", sandbox);
            TestTown.await("the end of the terminal", terminal::isClosed);
            assertThat(terminal.closeStatusCode()).isEqualTo((short) 4403);
            assertThat(towns(gateway, "alice")).isEmpty();
            assertThat(gateway.metric("gastown_database_towns")).isEqualTo(1);
            assertThat(gateway.metric("gastown_database_age_seconds")).isBetween(0.0, 10.0);
            assertThat(gateway.metric("gastown_database_refreshes_total")).isPositive();
            assertThat(gateway.stop()).isZero();
        }
    }

    @Test
    void doctorAndTicketLookThereToo() throws Exception {
        try (TestTown town = TestTown.start().session("hq-mayor");
                GatewayProcess agent = GatewayProcess.agentOf(town).start();
                GatewayProcess gateway = GatewayProcess.command("gateway")
                        .environment("GASTOWN_DATABASE_URL", database.url())
                        .start()) {
            Map<String, String> environment = new HashMap<>(gateway.environment());
            environment.put("GASTOWN_PUBLIC_URL", gateway.origin());
            environment.put("GASTOWN_MANAGEMENT_PORT", "0");
            environment.remove("GASTOWN_SANDBOX_KEY");
            database.put(
                    TOWN,
                    "alice",
                    "running",
                    new JsonObject().put("sandboxUrl", agent.origin()).put("sandboxKey", GatewayProcess.SANDBOX_KEY));

            Ended well = Ended.of(environment, "doctor");
            assertThat(well.status()).as(well.output()).isZero();
            assertThat(well.output())
                    .contains("ok    database: ", " has 1 towns")
                    .contains("ok    town Town of alice: 1 sessions, Mayor hq-mayor");
            Ended minted = Ended.of(environment, "ticket", "--user", "alice", "--town", TOWN, "--session", "hq-mayor");
            assertThat(minted.status()).as(minted.output()).isZero();
            assertThat(minted.output().strip()).startsWith("ws://").contains("/api/gastown/terminal?ticket=");

            environment.put("GASTOWN_DATABASE_URL", database.urlOfAStranger());
            Ended unwell = Ended.of(environment, "doctor");
            assertThat(unwell.status()).isEqualTo(1);
            assertThat(unwell.output()).contains("FIX   database: ", "GASTOWN_DATABASE_URL");
        }
    }

    @Test
    void withoutADatabaseItStartsAndWaits() {
        try (GatewayProcess gateway = GatewayProcess.command("gateway")
                .environment("GASTOWN_DATABASE_URL", database.urlOfAStranger())
                .start()) {
            assertThat(listTowns(gateway).status()).isEqualTo(503);
            assertThat(listTowns(gateway).body()).contains("SERVICE_UNAVAILABLE");
            assertThat(health(gateway, "live")).isEqualTo(200);
            assertThat(health(gateway, "ready"))
                    .as("a rollout with a wrong password stops here")
                    .isEqualTo(503);
            assertThat(gateway.errors())
                    .contains("The database of the towns can't be read")
                    .contains("password authentication failed");

            database.sql("ALTER ROLE gateway PASSWORD 'not the password'");
            TestTown.await("the towns", () -> listTowns(gateway).status() == 200);
            assertThat(health(gateway, "ready")).isEqualTo(200);

            database.stop();
            TestTown.await("a refusal", () -> listTowns(gateway).status() == 503);
            assertThat(health(gateway, "ready"))
                    .as("what is open goes on, on every node")
                    .isEqualTo(200);
            database.startAgain();
            TestTown.await("the towns", () -> listTowns(gateway).status() == 200);
            assertThat(gateway.errors()).contains("The database of the towns can be read again");
        }
    }

    private WebSocket terminal(GatewayProcess gateway, List<String> screen) {
        return await(browsers.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(gateway.url().getPort())
                        .setURI(gateway.terminalPath("alice", TOWN, "hq-mayor"))
                        .addSubProtocol("gastown.terminal.v2"))
                .onSuccess(socket -> socket.handler(bytes -> screen.add(bytes.toString()))));
    }

    private static JsonArray towns(GatewayProcess gateway, String user) {
        return gateway.query(user, "listTowns", new JsonObject()).getJsonArray("towns");
    }

    private static RawHttp.Answer listTowns(GatewayProcess gateway) {
        return RawHttp.send(
                gateway.url().getPort(),
                "GET /api/trpc/gastown.listTowns HTTP/1.1",
                "",
                "Authorization: Bearer " + GatewayProcess.login("alice").getValue());
    }

    private static int health(GatewayProcess gateway, String what) {
        return RawHttp.send(gateway.managementPort(), "GET /health/" + what + " HTTP/1.1", "")
                .status();
    }
}

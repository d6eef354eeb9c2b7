package dev.gastown.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.session.ScriptedSandbox;
import dev.gastown.terminal.web.RawHttp;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/** A gateway that people use a little: what it exports before and after. */
public final class MeasuredGateway implements AutoCloseable {
    private static final String TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01";

    private final Vertx vertx = Vertx.vertx();
    private final ScriptedSandbox sandbox =
            new ScriptedSandbox(vertx).sessions(ScriptedSandbox.session("hq-mayor", "mayor"));
    private final TestDatabase database = TestDatabase.start();
    private final GatewayProcess gateway;

    /** Starts it, with its town in a database. */
    public MeasuredGateway() {
        database.put(
                TOWN,
                "alice",
                "running",
                new JsonObject().put("sandboxUrl", sandbox.url().toString()).put("sandboxKey", ScriptedSandbox.KEY));
        gateway = GatewayProcess.command("gateway")
                .environment("GASTOWN_DATABASE_URL", database.url())
                .configuration("limits: {drainSeconds: 0}\n")
                .start();
    }

    /** What it exports now. */
    public ExportedMetrics exported() {
        return ExportedMetrics.read(RawHttp.send(gateway.managementPort(), "GET /metrics HTTP/1.1", "")
                .body());
    }

    /** A list, a ticket, a terminal that the sandbox does not give, a ticket that is used up, and a page. */
    public MeasuredGateway use() {
        gateway.query("alice", "listSessions", new JsonObject().put("townId", TOWN));
        String path = gateway.terminalPath("alice", TOWN, "hq-mayor");
        assertThat(upgrade(path)).isEqualTo(101);
        assertThat(upgrade(path)).isEqualTo(401);
        assertThat(RawHttp.send(gateway.url().getPort(), "GET / HTTP/1.1", "").status())
                .isEqualTo(200);
        return this;
    }

    private int upgrade(String path) {
        return RawHttp.send(
                        gateway.url().getPort(),
                        "GET " + path + " HTTP/1.1",
                        "",
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
                .status();
    }

    @Override
    public void close() {
        gateway.close();
        database.close();
        ScriptedSandbox.await(vertx.close());
    }
}

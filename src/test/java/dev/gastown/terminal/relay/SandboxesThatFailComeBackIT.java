package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.TestTown;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Under an open terminal the sandbox's agent dies or hangs, and tmux, with all that is in it, lives on; or tmux dies. */
class SandboxesThatFailComeBackIT {
    private static final String USER = "alice";
    private static final String TOWN = RelayFixture.TOWN.toString();
    private static final String MAYOR = "hq-mayor";

    /** Two pings missed, one a second, and as much again for a machine that is busy. */
    private static final Duration NOTICED = Duration.ofSeconds(6);

    private final TestTown town = TestTown.start().session(MAYOR, "echo kept; exec cat");
    private final GatewayProcess sandbox = GatewayProcess.agentOf(town).start();
    private final GatewayProcess gateway = GatewayProcess.command("gateway")
            .configuration("""
                    limits: {pingSeconds: 1, ticketsPerUserPerMinute: 0, drainSeconds: 0}
                    towns:
                      - {townId: %s, name: Springfield, owners: [%s], sandboxUrl: '%s', sandboxKey: '%s'}
                    """.formatted(TOWN, USER, sandbox.origin(), GatewayProcess.SANDBOX_KEY))
            .start();

    @AfterEach
    void stop() {
        gateway.close();
        sandbox.close();
        town.close();
    }

    @Test
    void whoseAgentIsKilledAndStartedAgainShowsTheSameScreen() {
        WireBrowser browser = open();
        browser.shows("kept");
        browser.send(Frame.binary("typed before\r".getBytes(StandardCharsets.UTF_8)));
        town.awaitScreen(MAYOR, "typed before\ntyped before");

        sandbox.kill();

        assertThat(browser.receiveClose().closeCode()).isEqualTo(4502);
        TestTown.await("a stale list", this::isStale);
        assertThat(list().getJsonArray("sessions")).hasSize(1);

        sandbox.startAgain();
        comesBack("typed before");
    }

    @Test
    void whoseAgentHangsEndsItsTerminalsAndComesBack() throws Exception {
        WireBrowser browser = open();
        browser.shows("kept");

        signal("STOP");
        try {
            long hangs = System.nanoTime();
            assertThat(browser.receiveClose().closeCode()).isEqualTo(4504);
            assertThat(Duration.ofNanos(System.nanoTime() - hangs)).isLessThan(NOTICED);
            TestTown.await("a stale list", this::isStale);
        } finally {
            signal("CONT");
        }
        comesBack("kept");
    }

    @Test
    void whoseTmuxIsKilledEndsItsTerminalsAndListsItsSessionsAgainWhenItIsBack() {
        WireBrowser browser = open();
        browser.shows("kept");

        town.killServer();

        assertThat(exitOf(browser).containsKey("status")).isTrue();
        assertThat(browser.receiveClose().closeCode()).isEqualTo(1000);
        TestTown.await("a stale list", this::isStale);
        assertThat(list().getString("error")).contains("no tmux server");
        assertThat(list().getJsonArray("sessions")).hasSize(1);

        town.session(MAYOR, "echo reborn; exec cat");
        comesBack("reborn");
    }

    private static JsonObject exitOf(WireBrowser browser) {
        Frame frame = browser.receive();
        while (frame.opcode() != Frame.TEXT || !frame.utf8().contains("\"exit\"")) {
            assertThat(frame.opcode()).as("%s", frame).isNotEqualTo(Frame.CLOSE);
            frame = browser.receive();
        }
        return new JsonObject(frame.utf8());
    }

    private WireBrowser open() {
        return WireBrowser.connect(gateway.url().getPort())
                .upgradeAt(gateway.terminalPath(USER, TOWN, MAYOR), SharedRelay.V2);
    }

    private void comesBack(String screen) {
        TestTown.await("a fresh list", () -> !isStale());
        WireBrowser again = open();
        again.shows(screen);
        again.send(Frame.binary("typed after\r".getBytes(StandardCharsets.UTF_8)));
        again.shows("typed after\r\ntyped after");
        again.close();
    }

    private boolean isStale() {
        return list().getBoolean("stale");
    }

    private JsonObject list() {
        return gateway.query(USER, "listSessions", new JsonObject().put("townId", TOWN));
    }

    private void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("sh", "-c", "kill -" + name + " " + sandbox.pid())
                        .start()
                        .waitFor())
                .isZero();
    }
}

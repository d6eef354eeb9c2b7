package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.MovedClock;
import dev.gastown.terminal.TestTown;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The time of day of a gateway and of an agent jumps by an hour, forward and back, under open terminals. */
class AMovedClockStopsNobodyEnduranceIT {
    private static final String USER = "alice";
    private static final String TOWN = RelayFixture.TOWN.toString();
    private static final String MAYOR = "hq-mayor";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final TestTown town = TestTown.start().session(MAYOR, "stty -echo; echo ready; exec cat");
    private final MovedClock clock = new MovedClock(town.root());
    private final GatewayProcess sandbox =
            clock.rules(GatewayProcess.agentOf(town)).start();
    private final GatewayProcess gateway = clock.rules(GatewayProcess.command("gateway")
                    .configuration("""
                    limits: {ticketsPerUserPerMinute: 0, drainSeconds: 0}
                    towns:
                      - {townId: %s, name: Springfield, owners: [%s], sandboxUrl: '%s', sandboxKey: '%s'}
                    """.formatted(TOWN, USER, sandbox.origin(), GatewayProcess.SANDBOX_KEY)))
            .start();

    @AfterEach
    void stop() {
        gateway.close();
        sandbox.close();
        town.close();
    }

    @Test
    void terminalsStayOpenListsStayFreshAndNewOnesOpen() {
        try (WireBrowser first = open()) {
            first.shows("ready");
            types(first, "before");

            moves(HOUR);
            types(first, "an hour later");
            try (WireBrowser second = open()) {
                second.shows("an hour later");
                moves(HOUR.negated());
                types(first, "an hour earlier");
                second.shows("an hour earlier");
            }
            try (WireBrowser third = open()) {
                third.shows("an hour earlier");
            }
            moves(Duration.ZERO);
            types(first, "at last");
            assertThat(town.screen(MAYOR).strip()).isEqualTo("ready\nbefore\nan hour later\nan hour earlier\nat last");
        }
    }

    private WireBrowser open() {
        return WireBrowser.connect(gateway.url().getPort())
                .upgradeAt(gateway.terminalPath(USER, TOWN, MAYOR), SharedRelay.V2);
    }

    private static void types(WireBrowser browser, String line) {
        browser.send(Frame.binary((line + "\r").getBytes(StandardCharsets.UTF_8)));
        browser.shows(line);
    }

    /** Sets the clock, and sees a fresh list by it. */
    private void moves(Duration ahead) {
        clock.move(ahead);
        TestTown.await("a fresh list", () -> {
            JsonObject list = gateway.query(USER, "listSessions", new JsonObject().put("townId", TOWN));
            Duration polledAhead = Duration.between(Instant.now(), Instant.ofEpochMilli(list.getLong("polledAt")));
            return polledAhead.minus(ahead).abs().compareTo(TOLERANCE) < 0 && !list.getBoolean("stale");
        });
    }
}

package dev.gastown.terminal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.Cable;
import dev.gastown.terminal.TestDatabase;
import dev.gastown.terminal.TestTown;
import dev.gastown.terminal.web.RawHttp;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ADatabaseThatIsDownTakesNothingAwayTest {
    private static final String WEBSOCKET =
            "Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==";

    private final TestDatabase database = TestDatabase.start();

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void whenItsServerStops() {
        try (DatabaseGateway towns = new DatabaseGateway(database, new JsonObject().put("url", database.url()))) {
            survives(towns, database::stop, database::startAgain);
        }
    }

    @Test
    void whenNothingOfItIsHeardAnyMore() {
        try (Cable cable = new Cable(database.port());
                DatabaseGateway towns =
                        new DatabaseGateway(database, new JsonObject().put("url", database.urlThrough(cable.port())))) {
            survives(towns, cable::pull, cable::plugIn);
        }
    }

    private static void survives(DatabaseGateway towns, Runnable away, Runnable back) {
        var terminal = towns.terminal();
        var feed = towns.feed();
        terminal.echoes("before");
        String ticketOfBefore = towns.terminalPath();

        away.run();
        TestTown.await("a refusal", () -> towns.list("alice").status() == 503);
        assertThat(towns.ticket("alice").status()).isEqualTo(503);
        assertThat(towns.ticket("alice").body()).contains("SERVICE_UNAVAILABLE");
        RawHttp.Answer upgrade = towns.gateway.get(ticketOfBefore, WEBSOCKET.split("\\|"));
        assertThat(upgrade.status()).isEqualTo(503);
        terminal.echoes("meanwhile");
        feed.hears("the town directory can't be asked right now");
        assertThat(feed.heard).noneMatch(list -> list.contains("can't be reached"));
        assertThat(feed.socket.isClosed()).isFalse();
        assertThat(towns.looks("failed")).isPositive();

        back.run();
        int listsBefore = feed.heard.size();
        TestTown.await("the towns", () -> towns.list("alice").status() == 200);
        TestTown.await(
                "a fresh list",
                () -> feed.heard.stream().skip(listsBefore).anyMatch(list -> list.contains("\"stale\":false")));
        terminal.echoes("after");
        towns.terminal().echoes("again");
    }
}

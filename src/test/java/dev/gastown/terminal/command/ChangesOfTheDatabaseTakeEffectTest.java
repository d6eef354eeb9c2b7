package dev.gastown.terminal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestDatabase;
import dev.gastown.terminal.TestTown;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangesOfTheDatabaseTakeEffectTest {
    private static final Duration PROMISED = Duration.ofSeconds(10);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(5);

    private static TestDatabase database;

    @BeforeAll
    static void startDatabase() {
        database = TestDatabase.start();
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @Test
    void longBeforeTheNextLookWhenTheDatabaseNotifies() {
        try (DatabaseGateway towns =
                new DatabaseGateway(database, settings().put("pollMillis", LONGEST_POLL.toMillis()))) {
            var terminal = towns.terminal();
            terminal.echoes("before");
            double before = towns.looks("ok");
            TestTown.await("a look, after which there is none for long", () -> towns.looks("ok") > before);

            Duration took = lost(towns, () -> towns.owner("bob"), terminal, towns.feed());
            assertThat(took).isLessThan(LONGEST_POLL.dividedBy(2));
            assertThat(towns.list("alice").body()).doesNotContain(DatabaseGateway.TOWN);
            assertThat(towns.list("bob").body()).contains(DatabaseGateway.TOWN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none may listen", "nothing notifies"})
    void byLookingAlone(String why) {
        boolean silent = why.equals("nothing notifies");
        try (DatabaseGateway towns = new DatabaseGateway(database, settings().put("poolSize", silent ? 2 : 1))) {
            if (silent) {
                database.sql("ALTER TABLE gastown_towns DISABLE TRIGGER USER");
            }
            var terminal = towns.terminal();
            terminal.echoes("before");

            Duration took = lost(towns, () -> towns.owner("bob"), terminal, towns.feed());
            assertThat(took).isLessThan(PROMISED);
            assertThat(towns.list("alice").body()).doesNotContain(DatabaseGateway.TOWN);
        } finally {
            database.sql("ALTER TABLE gastown_towns ENABLE TRIGGER USER");
        }
    }

    @Test
    void aTownThatStopsOrIsDestroyedLosesItsTerminals() {
        try (DatabaseGateway towns = new DatabaseGateway(database, settings())) {
            lost(towns, () -> towns.put("alice", "stopped"), towns.terminal());
            assertThat(towns.ticket("alice").status()).isEqualTo(412);

            towns.owner("alice");
            TestTown.await("the town again", () -> towns.ticket("alice").status() == 200);
            lost(
                    towns,
                    () -> database.sql("UPDATE gastown_towns SET destroyed_at = now()"),
                    towns.terminal(),
                    towns.feed());
            assertThat(towns.ticket("alice").status()).isEqualTo(404);

            towns.owner("alice");
            TestTown.await("the town again", () -> towns.ticket("alice").status() == 200);
            lost(towns, () -> database.sql("DELETE FROM gastown_towns"), towns.terminal());
        }
    }

    @Test
    void anOpenTerminalOfAnUnchangedTownNoticesNothing() {
        try (DatabaseGateway towns = new DatabaseGateway(database, settings())) {
            var terminal = towns.terminal();
            database.put("3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c02", "bob", "running", null);
            TestTown.await("bob's town", () -> towns.list("bob").body().contains("9c02"));
            database.sql("UPDATE gastown_towns SET fly_region = 'fra'");
            terminal.echoes("still here");
        }
    }

    private static JsonObject settings() {
        return new JsonObject().put("url", database.url());
    }

    /** How long it takes from the change on until all the sockets were closed with 4403. */
    private static Duration lost(DatabaseGateway towns, Runnable change, DatabaseGateway.Socket... sockets) {
        long begun = System.nanoTime();
        change.run();
        for (DatabaseGateway.Socket socket : sockets) {
            TestTown.await("the end of a socket", socket.socket::isClosed);
            assertThat(socket.socket.closeStatusCode()).isEqualTo((short) 4403);
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}

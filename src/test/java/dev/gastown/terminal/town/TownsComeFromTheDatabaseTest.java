package dev.gastown.terminal.town;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestDatabase;
import dev.gastown.terminal.config.Configuration;
import dev.gastown.terminal.identity.User;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TownsComeFromTheDatabaseTest {
    private static final String TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01";
    private static final String OTHER = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c02";

    private static TestDatabase database;

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeAll
    static void startDatabase() {
        database = TestDatabase.start();
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void clear() {
        database.clear();
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    @Test
    void aTownIsItsUsersUnlessItIsDestroyed() {
        database.put(TOWN, "alice", "running", null);
        database.put(OTHER, "bob", "stopped", null);

        PostgresTownDirectory towns = directory();
        assertThat(visible(towns, user("alice"))).containsExactly(TOWN);
        assertThat(visible(towns, user("bob"))).containsExactly(OTHER);
        assertThat(visible(towns, user("carol"))).isEmpty();
        Town town = find(towns, TOWN).orElseThrow();
        assertThat(town.name()).isEqualTo("Town of alice");
        assertThat(town.takesInputFrom(user("alice"))).isTrue();
        assertThat(town.isOpenTo(user("bob"))).isFalse();
        assertThat(find(towns, OTHER).orElseThrow().isOpenTo(user("bob"))).isFalse();

        database.sql("UPDATE gastown_towns SET destroyed_at = now()");
        PostgresTownDirectory later = directory();
        assertThat(find(later, TOWN)).isEmpty();
        assertThat(visible(later, user("alice"))).isEmpty();
    }

    @Test
    void aStatusOfDestroyedIsEnough() {
        database.put(TOWN, "alice", "destroyed", null);

        assertThat(visible(directory(), user("alice"))).isEmpty();
    }

    @Test
    void otherOwnersAreReadAsThoseOfTheFile() {
        database.put(
                TOWN,
                "alice",
                "running",
                new JsonObject()
                        .put(
                                "owners",
                                new JsonArray()
                                        .add("bob")
                                        .add(new JsonObject().put("group", "support"))
                                        .add(new JsonObject()
                                                .put("user", "alice")
                                                .put("access", "view"))));

        PostgresTownDirectory towns = directory();
        Town town = find(towns, TOWN).orElseThrow();
        User supporter = new User("carol", Optional.empty()).inGroups(Set.of("support"));
        assertThat(town.takesInputFrom(user("alice"))).isTrue();
        assertThat(town.takesInputFrom(user("bob"))).isTrue();
        assertThat(town.isOpenTo(supporter)).isTrue();
        assertThat(town.takesInputFrom(supporter)).isFalse();
        assertThat(visible(towns, supporter)).containsExactly(TOWN);
    }

    @Test
    void theSandboxIsWhereTheRowSaysOrTheTemplate() {
        database.put(
                TOWN,
                "alice",
                "running",
                new JsonObject().put("sandboxUrl", "https://10.0.0.7:8081").put("sandboxKey", "the key"));
        database.put(OTHER, "alice", "running", null);

        PostgresTownDirectory towns = directory();
        assertThat(find(towns, TOWN).orElseThrow().sandboxUrl()).hasToString("https://10.0.0.7:8081");
        assertThat(find(towns, TOWN).orElseThrow().sandboxKey()).contains("the key");
        assertThat(find(towns, OTHER).orElseThrow().sandboxUrl()).hasToString("http://machine-1.vm.internal:8081");
        assertThat(find(towns, OTHER).orElseThrow().sandboxKey()).isEmpty();

        PostgresTownDirectory elsewhere = directory(new JsonObject()
                .put(
                        "sandbox",
                        new JsonObject().put("urlTemplate", "http://{id}.{fly_region}.example:1/{sandbox_id}")));
        assertThat(find(elsewhere, OTHER).orElseThrow().sandboxUrl())
                .hasToString("http://" + OTHER + ".ams.example:1/sandbox-" + OTHER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status = 'asleep'",
                "status = NULL",
                "status = 'Running'",
                "config = '[]'",
                "config = (repeat('[', 1500) || repeat(']', 1500))::jsonb",
                "config = ('{\"sandboxUrl\": ' || repeat('9', 2000) || '}')::jsonb",
                "config = '\"text\"'",
                "config = '{\"sandboxUrl\": \"file:///etc/passwd\"}'",
                "config = '{\"sandboxUrl\": 7}'",
                "config = '{\"sandboxKey\": [\"key\"]}'",
                "config = '{\"sandboxKey\": \"key\\r\\nx-other: header\"}'",
                "config = '{\"owners\": \"bob\"}'",
                "config = '{\"owners\": [{\"user\": \"bob\", \"access\": \"all\"}]}'",
                "fly_machine_id = NULL",
                "fly_machine_id = ''",
                "fly_machine_id = 'evil.example/'",
                "fly_machine_id = 'evil.example:80#'",
                "fly_machine_id = 'user@evil'"
            })
    void aRowThatCantBeReadIsNotThereAndTakesNoOtherAway(String change) {
        database.put(TOWN, "alice", "running", null);
        database.put(OTHER, "alice", "running", null);
        // As in a table of somebody else's making.
        database.sql("ALTER TABLE gastown_towns DROP CONSTRAINT IF EXISTS gastown_towns_status_check,"
                + " ALTER COLUMN status DROP NOT NULL");
        database.sql("UPDATE gastown_towns SET " + change + " WHERE id = '" + TOWN + "'");

        PostgresTownDirectory towns = directory();
        assertThat(visible(towns, user("alice"))).containsExactly(OTHER);
        assertThat(find(towns, TOWN)).isEmpty();
        assertThat(meters.get("gastown.database.unreadable.rows").gauge().value())
                .isEqualTo(1);
        assertThat(meters.get("gastown.database.towns").gauge().value()).isEqualTo(1);
    }

    @Test
    void whatIsNullIsNobodysAndNothing() {
        database.put(TOWN, null, "provisioning", null);
        database.sql("UPDATE gastown_towns SET town_name = NULL, sandbox_id = NULL, fly_machine_id = NULL,"
                + " fly_region = NULL, created_at = now()");
        database.put(
                OTHER, null, "running", new JsonObject().putNull("sandboxUrl").putNull("owners"));
        database.sql("UPDATE gastown_towns SET config = 'null' WHERE id = '" + TOWN + "'");

        PostgresTownDirectory towns = directory();
        Town nobodys = find(towns, TOWN).orElseThrow();
        assertThat(nobodys.name()).isEqualTo(TOWN);
        assertThat(nobodys.owners().users()).isEmpty();
        assertThat(visible(towns, user("null"))).isEmpty();
        assertThat(visible(towns, user(""))).isEmpty();
        assertThat(find(towns, OTHER)).isPresent();
        assertThat(meters.get("gastown.database.unreadable.rows").gauge().value())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "' OR '1'='1",
                "alice'; DROP TABLE gastown_towns; --",
                "alice\u0000",
                "%",
                "alice\\",
                "Alice",
                " alice",
                "${PASSWORD}"
            })
    void anOddUserIdIsNobodyElse(String odd) {
        database.put(TOWN, "alice", "running", null);
        database.put(OTHER, odd.replace("\u0000", ""), "running", null);

        PostgresTownDirectory towns = directory();
        assertThat(visible(towns, user("alice"))).contains(TOWN).hasSize(odd.indexOf(0) < 0 ? 1 : 2);
        assertThat(visible(towns, user(odd))).isSubsetOf(OTHER);
        assertThat(database.number("SELECT count(*) FROM gastown_towns")).isEqualTo(2);
    }

    @Test
    void thousandsOfTownsAreReadOnceAndThenOnlyTheirChanges() {
        database.sql("INSERT INTO gastown_towns (id, user_id, town_name, fly_machine_id, status, config) SELECT"
                + " gen_random_uuid(), 'user-' || n, 'Town', 'machine-' || n, 'running', '{\"sandboxKey\": \"k\"}'"
                + " FROM generate_series(1, 5000) AS n");
        PostgresTownDirectory towns = directory();
        assertThat(visible(towns, user("user-4711"))).hasSize(1);

        Town before = await(towns.visibleTo(user("user-1"))).get(0);
        database.sql("UPDATE gastown_towns SET user_id = 'alice' WHERE user_id = 'user-4711'");
        eventually(() -> visible(towns, user("alice")).size() == 1);
        assertThat(visible(towns, user("user-4711"))).isEmpty();
        assertThat(await(towns.visibleTo(user("user-1"))).get(0))
                .as("the same object: not read again")
                .isSameAs(before);
    }

    @Test
    void aFloodOfNotificationsIsAFewLooks() {
        PostgresTownDirectory towns =
                directory(new JsonObject().put("database", new JsonObject().put("pollMillis", 5_000)));
        double before = looks();
        for (int i = 0; i < 300; i++) {
            database.sql("NOTIFY gastown_towns");
        }
        database.put(TOWN, "alice", "running", null);
        eventually(() -> visible(towns, user("alice")).size() == 1);
        assertThat(looks() - before).isBetween(1.0, 100.0);
    }

    @Test
    void connectionsThatAreCutAreMadeAnew() {
        database.put(TOWN, "alice", "running", null);
        PostgresTownDirectory towns = directory();
        database.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'gateway'");
        database.put(TOWN, "bob", "running", null);

        eventually(() -> visible(towns, user("bob")).size() == 1);
        assertThat(database.number("SELECT count(*) FROM pg_stat_activity WHERE usename = 'gateway'"))
                .isBetween(1L, 2L);
    }

    @Test
    void aStandbyDoesAsWell() {
        try (TestDatabase standby = TestDatabase.start()) {
            standby.put(TOWN, "alice", "running", null);
            standby.startAsAStandby();

            JsonObject url = new JsonObject().put("url", standby.url());
            PostgresTownDirectory towns = directory(new JsonObject().put("database", url));
            assertThat(visible(towns, user("alice"))).containsExactly(TOWN);
            double before = looks();
            eventually(() -> looks() > before + 1);
        }
    }

    @Test
    void aViewDoesAsWell() {
        database.put(TOWN, "alice", "running", null);
        database.sql("ALTER TABLE gastown_towns RENAME TO towns_of_the_application");
        database.sql(
                "CREATE VIEW gastown_towns AS SELECT id, user_id, town_name, sandbox_id, fly_machine_id, fly_region,"
                        + " status, config::json AS config, created_at, destroyed_at FROM towns_of_the_application");
        database.sql("GRANT SELECT ON gastown_towns TO " + TestDatabase.USER);
        try {
            assertThat(visible(directory(), user("alice"))).containsExactly(TOWN);
        } finally {
            database.sql("DROP VIEW gastown_towns");
            database.sql("ALTER TABLE towns_of_the_application RENAME TO gastown_towns");
        }
    }

    private double looks() {
        return meters.get("gastown.database.refreshes")
                .tag("result", "ok")
                .counter()
                .count();
    }

    private PostgresTownDirectory directory() {
        return directory(new JsonObject());
    }

    private PostgresTownDirectory directory(JsonObject changes) {
        JsonObject settings = new JsonObject()
                .put("database", new JsonObject().put("url", database.url()).put("pollMillis", 200))
                .mergeIn(changes, true);
        meters.clear();
        PostgresTownDirectory towns = new PostgresTownDirectory(
                await(new Configuration(vertx, settings, Map.of()).load())
                        .database()
                        .orElseThrow(),
                meters);
        await(vertx.deployVerticle(towns));
        assertThat(towns.wasRead()).isTrue();
        return towns;
    }

    private static User user(String userId) {
        return new User(userId, Optional.empty());
    }

    private static List<String> visible(PostgresTownDirectory towns, User user) {
        return await(towns.visibleTo(user)).stream()
                .map(town -> town.id().toString())
                .toList();
    }

    private static Optional<Town> find(PostgresTownDirectory towns, String id) {
        return await(towns.find(UUID.fromString(id)));
    }

    private static void eventually(java.util.function.BooleanSupplier condition) {
        dev.gastown.terminal.command.GatewayFixture.eventually("the change", condition);
    }
}

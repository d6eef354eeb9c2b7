package dev.gastown.terminal.town;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestDatabase;
import dev.gastown.terminal.TestTown;
import dev.gastown.terminal.config.Configuration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TheDatabaseIsWhoItsCertificateSaysTest {
    private static final String TLS_CONNECTIONS =
            "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'gateway' AND ssl";

    private static TestDatabase database;
    private static TestDatabase stranger;

    private final Vertx vertx = Vertx.vertx();

    @BeforeAll
    static void startDatabases() {
        database = TestDatabase.start();
        stranger = TestDatabase.start();
    }

    @AfterAll
    static void stopDatabases() {
        database.close();
        stranger.close();
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    @ParameterizedTest
    @CsvSource({
        "verify-full, localhost, own, true",
        "verify-full, 127.0.0.1, own, false",
        "verify-full, localhost, foreign, false",
        "verify-full, localhost, java, false",
        "verify-ca, 127.0.0.1, own, true",
        "verify-ca, localhost, foreign, false",
        "verify-ca, localhost, java, false",
        "require, 127.0.0.1, own, true",
        "require, localhost, foreign, false",
        "require, localhost, java, true",
        "prefer, localhost, java, true"
    })
    void orItIsToldNothing(String mode, String host, String authority, boolean accepted) {
        String url = database.url(host, "?sslmode=" + mode);
        String parameter = "&sslrootcert=" + authority(authority);
        boolean connected = connects(new JsonObject().put("url", authority.equals("java") ? url : url + parameter));
        assertThat(connected).isEqualTo(accepted);
        if (accepted) {
            assertThat(database.number(TLS_CONNECTIONS)).isPositive();
        }
    }

    @Test
    void theSettingNamesTheAuthorityAsWell() {
        String url = database.url("localhost", "?sslmode=verify-full&sslrootcert=" + stranger.authority());

        assertThat(connects(new JsonObject()
                        .put("url", url)
                        .put("rootCertificate", database.authority().toString())))
                .isTrue();
    }

    @Test
    void withoutTlsOnlyWhenThatIsSaid() {
        assertThat(connects(new JsonObject().put("url", database.url("localhost", "?sslmode=disable"))))
                .isTrue();
        // Those of earlier tests may take a moment to end.
        TestTown.await("no connection by TLS", () -> database.number(TLS_CONNECTIONS) == 0);
    }

    private static Path authority(String whose) {
        return whose.equals("own") ? database.authority() : stranger.authority();
    }

    private boolean connects(JsonObject settings) {
        PostgresTownDirectory towns = new PostgresTownDirectory(
                await(new Configuration(vertx, new JsonObject().put("database", settings), Map.of()).load())
                        .database()
                        .orElseThrow(),
                new SimpleMeterRegistry());
        await(vertx.deployVerticle(towns));
        return towns.wasRead();
    }
}

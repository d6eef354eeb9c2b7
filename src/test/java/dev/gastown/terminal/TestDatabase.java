package dev.gastown.terminal;

import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.UUID;

/**
 * A real PostgreSQL of its own, with the table of {@code docs/schema.sql} and a user who may only read it, by password. It
 * takes connections with and without TLS; its certificate is for {@code localhost}.
 */
public final class TestDatabase implements AutoCloseable {
    /** Whom the gateway logs in as. */
    public static final String USER = "gateway";

    /** The gateway's; looked for in every log. It needs escaping in a URL. */
    public static final String PASSWORD = "pa:ss/w@rd of the tests%";

    private static final String ESCAPED = "pa%3Ass%2Fw%40rd%20of%20the%20tests%25";

    private final Path data;
    private final int port = FreePort.find();
    private EmbeddedPostgres server;

    private TestDatabase() {
        Secrets.keep(PASSWORD);
        Secrets.keep(ESCAPED);
        try {
            data = Files.createTempDirectory("gastown-test-database");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Starts one with no towns. */
    public static TestDatabase start() {
        TestDatabase database = new TestDatabase();
        try {
            database.launch();
            database.sql(Files.readString(Path.of("docs/schema.sql")));
            database.sql("CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'");
            database.sql("GRANT SELECT ON gastown_towns TO " + USER);
            return database;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A URL for the gateway; parameters begin with a question mark. */
    public String url(String host, String parameters) {
        return url(host, port, PASSWORD, parameters);
    }

    /** A URL for the gateway, on the loopback address. */
    public String url() {
        return url("127.0.0.1", "");
    }

    /** A URL through whatever listens on another port. */
    public String urlThrough(int otherPort) {
        return url("127.0.0.1", otherPort, PASSWORD, "");
    }

    /** A URL of somebody who does not know the password. */
    public String urlOfAStranger() {
        Secrets.keep("not the password");
        Secrets.keep("not%20the%20password");
        return url("127.0.0.1", port, "not the password", "");
    }

    private static String url(String host, int port, String password, String parameters) {
        String escaped = password.equals(PASSWORD) ? ESCAPED : password.replace(" ", "%20");
        return "postgresql://" + USER + ":" + escaped + "@" + host + ":" + port + "/postgres" + parameters;
    }

    /** Where it listens, on the loopback address. */
    public int port() {
        return port;
    }

    /** Who signed its certificate: a PEM file. */
    public Path authority() {
        return data.resolve("authority.crt");
    }

    /** Runs statements as the administrator. */
    public void sql(String statements) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** A number that the administrator asks for. */
    public long number(String query) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                var answer = statement.executeQuery(query)) {
            answer.next();
            return answer.getLong(1);
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Adds a town, or replaces the one of that id; every value but the id may be null. */
    public void put(String id, String userId, String status, JsonObject config) {
        String upsert =
                "INSERT INTO gastown_towns (id, user_id, town_name, sandbox_id, fly_machine_id, fly_region, status,"
                        + " config) VALUES (?, ?, 'Town of ' || ?, ?, 'machine-1', 'ams', ?, ?::jsonb) ON CONFLICT (id) DO UPDATE"
                        + " SET user_id = excluded.user_id, town_name = excluded.town_name, status = excluded.status,"
                        + " config = excluded.config, destroyed_at = NULL";
        try (Connection connection = server.getPostgresDatabase().getConnection();
                PreparedStatement statement = connection.prepareStatement(upsert)) {
            statement.setObject(1, UUID.fromString(id));
            statement.setString(2, userId);
            statement.setString(3, userId);
            statement.setString(4, "sandbox-" + id);
            statement.setString(5, status);
            statement.setString(6, config == null ? null : config.encode());
            statement.executeUpdate();
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Takes all towns away. */
    public void clear() {
        sql("DELETE FROM gastown_towns");
    }

    /** Ends the server; its connections are cut. */
    public void stop() {
        try {
            server.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Starts the server again, with what it held. */
    public void startAgain() {
        launch();
    }

    /** Starts the server again as a standby of one that is not there: it only answers questions, and takes no listeners. */
    public void startAsAStandby() {
        stop();
        try {
            Files.createFile(data.resolve("standby.signal"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        launch();
    }

    private void launch() {
        try {
            server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    // Not where another user of the machine may have unpacked it.
                    .setOverrideWorkingDirectory(
                            Path.of("target", "postgresql").toAbsolutePath().toFile())
                    .setPort(port)
                    // Whatever the machine's locale is: it may not be installed.
                    .setLocaleConfig("locale", "C")
                    .setServerConfig("ssl", "on")
                    .setDataDirectoryCustomizer(made -> secure())
                    .start();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void secure() {
        if (Files.exists(authority())) {
            return;
        }
        DatabaseCertificate.write(data);
        try {
            Files.writeString(data.resolve("pg_hba.conf"), """
                    host all postgres all trust
                    host all all all scram-sha-256
                    """);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        stop();
        try (var files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

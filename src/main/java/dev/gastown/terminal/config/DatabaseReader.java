package dev.gastown.terminal.config;

import io.vertx.pgclient.SslMode;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the {@code database:} part of the configuration, and {@code sandbox.urlTemplate}, which belongs to it. */
final class DatabaseReader {
    private static final String URL = "database.url";
    private static final String TEMPLATE = "sandbox.urlTemplate";
    private static final String DEFAULT_APPLICATION_NAME = "gastown-gateway";
    private static final int MOST_CONNECTIONS = 16;

    /** An interval and a timeout together are at most the 10 s after which a change must have taken effect. */
    private static final int MOST_MILLIS = 5_000;

    private static final int LEAST_MILLIS = 100;

    private DatabaseReader() {}

    /** Empty when no database is set. */
    static Optional<DatabaseSettings> read(ConfigReader reader) {
        return reader.secretText(URL).map(text -> {
            DatabaseUrl url = DatabaseUrl.parse(URL, text);
            return new DatabaseSettings(
                    url.host(),
                    url.port(),
                    url.database(),
                    url.user(),
                    url.password(),
                    url.sslMode(),
                    rootCertificate(reader, url),
                    url.applicationName().orElse(DEFAULT_APPLICATION_NAME),
                    reader.integer("database.poolSize", 1, MOST_CONNECTIONS),
                    reader.millis("database.pollMillis", LEAST_MILLIS, MOST_MILLIS),
                    reader.millis("database.timeoutMillis", LEAST_MILLIS, MOST_MILLIS),
                    SandboxUrlTemplate.parse(TEMPLATE, reader.requiredText(TEMPLATE)));
        });
    }

    private static Optional<Path> rootCertificate(ConfigReader reader, DatabaseUrl url) {
        String key = "database.rootCertificate";
        Optional<String> file = reader.text(key).or(url::rootCertificate);
        if (file.isPresent() && url.sslMode() == SslMode.DISABLE) {
            throw new ConfigurationException(
                    key + " is set, but the sslmode of " + URL + " is disable: use verify-full, or leave it out");
        }
        return file.map(named -> ConfigReader.pem(key, named));
    }
}

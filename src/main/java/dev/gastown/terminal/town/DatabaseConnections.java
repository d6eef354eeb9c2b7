package dev.gastown.terminal.town;

import dev.gastown.terminal.config.DatabaseSettings;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;

/** Opens connections to the database: as its settings say, and able to read only. */
final class DatabaseConnections {
    /** Nothing heard for this long, although every connection is used more often: it is dead, and nobody said so. */
    private static final Duration DEAD = Duration.ofSeconds(15);

    /** So that a database that moved is found again even where the old one goes on answering. */
    private static final Duration MOST_LIFE = Duration.ofMinutes(10);

    private DatabaseConnections() {}

    /** A pool that opens nothing before it is used. */
    static Pool pool(Vertx vertx, DatabaseSettings settings) {
        int timeoutMillis = (int) settings.timeout().toMillis();
        return PgBuilder.pool()
                .connectingTo(options(settings))
                .with(new PoolOptions()
                        .setMaxSize(settings.poolSize())
                        .setConnectionTimeout(timeoutMillis)
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setMaxLifetime((int) MOST_LIFE.toSeconds())
                        .setMaxLifetimeUnit(TimeUnit.SECONDS)
                        .setName("gastown-database"))
                .with(new NetClientOptions()
                        .setConnectTimeout(timeoutMillis)
                        .setReadIdleTimeout((int) DEAD.toSeconds())
                        .setTcpKeepAlive(true))
                .using(vertx)
                .build();
    }

    private static PgConnectOptions options(DatabaseSettings settings) {
        return new PgConnectOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setDatabase(settings.database())
                .setUser(settings.user())
                .setPassword(settings.password())
                .setCachePreparedStatements(true)
                .addProperty("application_name", settings.applicationName())
                .addProperty("default_transaction_read_only", "on")
                .addProperty(
                        "statement_timeout", Long.toString(settings.timeout().toMillis()))
                .setSslMode(settings.sslMode())
                .setSslOptions(tls(settings));
    }

    /** As libpq: a certificate is verified when its authority is named, or when the mode says so. */
    private static ClientSSLOptions tls(DatabaseSettings settings) {
        ClientSSLOptions tls = new ClientSSLOptions()
                .setHostnameVerificationAlgorithm(settings.sslMode() == SslMode.VERIFY_FULL ? "HTTPS" : "");
        if (settings.rootCertificate().isPresent()) {
            return tls.setTrustOptions(new PemTrustOptions()
                    .addCertPath(settings.rootCertificate().get().toString()));
        }
        return settings.sslMode() == SslMode.VERIFY_CA || settings.sslMode() == SslMode.VERIFY_FULL
                ? tls.setTrustOptions(trustedByJava())
                : tls.setTrustAll(true);
    }

    private static TrustOptions trustedByJava() {
        try {
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init((KeyStore) null);
            return TrustOptions.wrap(trusted.getTrustManagers()[0]);
        } catch (GeneralSecurityException brokenJava) {
            throw new IllegalStateException(brokenJava);
        }
    }
}

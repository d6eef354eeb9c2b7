package dev.gastown.terminal.town;

import dev.gastown.terminal.config.DatabaseSettings;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
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
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.Connection;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;

/** Connections to the database: as its settings say, and able to read only. On one event loop. */
final class DatabaseConnections {
    /** Every connection is heard of at each look. One that is silent for this much longer is dead, and nobody said so. */
    private static final Duration DEAD_MARGIN = Duration.ofSeconds(1);

    /** So that a database that moved is found again even where the old one goes on answering. */
    private static final Duration MOST_LIFE = Duration.ofMinutes(10);

    private final Pool pool;
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    /** Opens none before one is asked for. */
    DatabaseConnections(Vertx vertx, DatabaseSettings settings) {
        Duration silence = settings.pollInterval().plus(settings.timeout()).plus(DEAD_MARGIN);
        pool = PgBuilder.pool()
                .connectingTo(options(settings))
                // It waits for longer than anybody waits for it.
                .with(new PoolOptions()
                        .setMaxSize(settings.poolSize())
                        .setMaxLifetime((int) MOST_LIFE.toSeconds())
                        .setMaxLifetimeUnit(TimeUnit.SECONDS)
                        .setName("gastown-database"))
                .with(new NetClientOptions()
                        .setConnectTimeout((int) settings.timeout().toMillis())
                        .setReadIdleTimeout((int) silence.toMillis())
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setTcpKeepAlive(true))
                .withConnectHandler(this::opened)
                .using(vertx)
                .build();
    }

    Pool pool() {
        return pool;
    }

    /** Ends all, at once, whatever they are doing. */
    void close() {
        pool.close();
        // The pool only says goodbye, and would wait for a server that is not there any more; so below its handlers.
        open.forEach(connection -> connection.pipeline().firstContext().close());
    }

    private void opened(SqlConnection connection) {
        Connection socket = ((SqlConnectionInternal) connection).unwrap().unwrap();
        open.add(
                ((SocketConnectionBase) socket).socket().channelHandlerContext().channel());
        connection.close();
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

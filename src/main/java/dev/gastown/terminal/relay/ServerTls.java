package dev.gastown.terminal.relay;

import dev.gastown.terminal.config.HttpSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one server instance speaks https, with files that are replaced while it runs: certificates are short-lived. Confined to
 * the instance's event loop.
 */
final class ServerTls {
    /** How often the files are looked at. */
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(2);

    private static final Set<String> VERSIONS = Set.of("TLSv1.2", "TLSv1.3");
    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

    private final Vertx vertx;
    private final HttpSettings.Tls files;
    private final Duration handshake;
    private List<FileTime> inUse;

    /** @param handshake how long a browser may take to shake hands */
    ServerTls(Vertx vertx, HttpSettings.Tls files, Duration handshake) {
        this.vertx = vertx;
        this.files = files;
        this.handshake = handshake;
    }

    /** Has a server speak https; fails with {@link dev.gastown.terminal.config.ConfigurationException} for bad files. */
    Future<HttpServerOptions> applyTo(HttpServerOptions options) {
        options.setSsl(true)
                // HTTP/1.1 is what WebSockets come by.
                .setUseAlpn(false)
                .setKeyCertOptions(KeyPairCheck.pem(files))
                .setEnabledSecureTransportProtocols(VERSIONS)
                .setSslHandshakeTimeout(handshake.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        return look().onSuccess(times -> inUse = times)
                .compose(times -> check())
                .map(options);
    }

    /** Has the server use new files as they come. */
    void follow(HttpServer server, HttpServerOptions options) {
        vertx.setPeriodic(
                LOOK_INTERVAL.toMillis(),
                tick -> look().onSuccess(times -> {
                    if (!times.equals(inUse)) {
                        inUse = times;
                        use(server, options.getSslOptions());
                    }
                }));
    }

    private void use(HttpServer server, ServerSSLOptions options) {
        check().compose(good ->
                        server.updateSSLOptions(options.copy().setKeyCertOptions(KeyPairCheck.pem(files)), true))
                .onSuccess(changed -> LOG.info("The new certificate in {} is in use", files.certificate()))
                .onFailure(bad -> LOG.error("The new certificate is not used: {}", bad.getMessage()));
    }

    private Future<Void> check() {
        return vertx.executeBlocking(() -> {
            KeyPairCheck.check(vertx, files);
            return null;
        });
    }

    private Future<List<FileTime>> look() {
        return vertx.executeBlocking(
                () -> List.of(Files.getLastModifiedTime(files.certificate()), Files.getLastModifiedTime(files.key())));
    }
}

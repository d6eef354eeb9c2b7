package dev.gastown.terminal.relay;

import dev.gastown.terminal.config.HttpSettings;
import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.ops.AccessLog;
import dev.gastown.terminal.ops.Limit;
import dev.gastown.terminal.ops.LimitMeter;
import dev.gastown.terminal.ops.TraceContext;
import dev.gastown.terminal.session.SandboxApi;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The server browsers connect to: the sockets of terminals and walls, and what the web edge serves beside them. Several instances share
 * one port, each on its own event loop; what they share is in {@link RelayServices#sockets}.
 */
public final class TerminalProxyVerticle extends VerticleBase {
    /** Seconds Vert.x waits for the answer to a close frame of its own, on sockets that are not terminals. */
    private static final int CLOSING_SECONDS = 1;

    /** What the browsers of this instance's sockets have to close them when it is undeployed. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

    /** How Vert.x is told to take a free port once for all instances; 0 would give each a port of its own. */
    private static final int SHARED_FREE_PORT = -1;

    private final HttpSettings http;
    private final EdgeRoutes edge;
    private final RelayServices services;
    private final LimitMeter limitsReached;
    private final Optional<AccessLog> accessLog;
    private TerminalUpgrade upgrade;
    private HttpServer server;

    /**
     * @param http where to listen
     * @param edge makes the router, with the sockets' handlers in it
     * @param services what the relay needs; the same for every instance
     */
    public TerminalProxyVerticle(HttpSettings http, EdgeRoutes edge, RelayServices services) {
        this(http, edge, services, Optional.empty());
    }

    /**
     * The same, with a log of requests.
     *
     * @param accessLog where there is one
     */
    public TerminalProxyVerticle(
            HttpSettings http, EdgeRoutes edge, RelayServices services, Optional<AccessLog> accessLog) {
        this.accessLog = accessLog;
        this.http = http;
        this.edge = edge;
        this.services = services;
        this.limitsReached = new LimitMeter(services.meters());
    }

    @Override
    public Future<?> start() {
        LimitSettings limits = services.limits().get();
        upgrade = new TerminalUpgrade(vertx, services);
        HttpServerOptions options = options(limits);
        Optional<ServerTls> tls = http.tls().map(files -> new ServerTls(vertx, files, limits.request()));
        return tls.map(https -> https.applyTo(options))
                .orElseGet(() -> Future.succeededFuture(options))
                .compose(this::listen)
                .onSuccess(listening -> tls.ifPresent(https -> https.follow(server, options)));
    }

    private Future<HttpServer> listen(HttpServerOptions options) {
        Router router = edge.router(vertx, upgrade::terminal, upgrade::wall);
        server = vertx.createHttpServer(options)
                .connectionHandler(connection -> begin((ConnectionBase) connection))
                .invalidRequestHandler(this::refuseInvalid)
                .requestHandler(request -> {
                    TraceContext.begin(request);
                    router.handle(request);
                });
        return server.listen();
    }

    private void begin(ConnectionBase connection) {
        boolean cameTooEarly = connection.metrics() != null && connection.metric() == null;
        if (cameTooEarly) {
            // Accepted before Vert.x had the server's metrics: it would fail at the first request, and leave it
            // unanswered.
            connection.close();
        } else {
            RequestDeadline.watch(
                    connection.channel().pipeline(),
                    services.limits().get().request(),
                    () -> limitsReached.reached(Limit.REQUEST));
            accessLog.ifPresent(log -> log.watch(connection.channel().pipeline()));
        }
    }

    /** As Vert.x does: 431 and 414 for what is too long, 400 for what is no HTTP. */
    private void refuseInvalid(HttpServerRequest request) {
        TraceContext.begin(request);
        if (request.decoderResult().cause() instanceof TooLongFrameException) {
            limitsReached.reached(Limit.HEADER_BYTES);
        }
        HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
    }

    @Override
    public Future<?> stop() {
        return upgrade.stop()
                .timeout(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .otherwiseEmpty()
                .compose(gone -> server.close());
    }

    /** The TCP port in use: the one configured, or the free one that was found for 0. Known once deployed. */
    public int actualPort() {
        return server.actualPort();
    }

    private HttpServerOptions options(LimitSettings limits) {
        return new HttpServerOptions()
                .setHost(http.host())
                .setPort(http.port() == 0 ? SHARED_FREE_PORT : http.port())
                // Compression lets reserved bits through and would cost memory for every viewer.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setHttp2ClearTextEnabled(false)
                .setWebSocketSubProtocols(List.of(SandboxApi.TERMINAL_V2, SandboxApi.WALL_V1))
                // The feed's sockets: a terminal's leg brings a decoder of its own.
                .setMaxWebSocketFrameSize(limits.feedMessageBytes())
                .setMaxWebSocketMessageSize(limits.feedMessageBytes())
                .setWebSocketClosingTimeout(CLOSING_SECONDS)
                .setMaxHeaderSize(limits.headerBytes())
                .setMaxInitialLineLength(limits.headerBytes() / 2)
                // What the kernel queues for a slow viewer counts too, and delays the pings behind it.
                .setSendBufferSize(limits.writeQueueBytes())
                .setTcpNoDelay(true);
    }
}

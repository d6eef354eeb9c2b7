package dev.gastown.terminal.relay;

import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.ops.Limit;
import dev.gastown.terminal.ops.TraceContext;
import dev.gastown.terminal.session.SandboxApi;
import dev.gastown.terminal.town.Town;
import io.netty.channel.Channel;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.ClientSSLOptions;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Opens a session's socket, or a wall's, in a town's sandbox (contract section 3, "After the upgrade"). Confined to the event loop of
 * the verticle instance that made it, so that both legs of a relay live on one loop.
 */
final class UpstreamConnector {
    /** Largest read from a sandbox, bytes: each costs a system call, however much it brings. */
    private static final int READ_BYTES = 256 * 1024;

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /** Seconds Vert.x waits for the answer to a close frame of its own: one on a socket that came too late. */
    private static final int CLOSING_SECONDS = 1;

    private final Vertx vertx;
    private final RelayMetrics metrics;
    private final WebSocketClient client;

    UpstreamConnector(Vertx vertx, LimitSettings limits, RelayMetrics metrics) {
        this.vertx = vertx;
        this.metrics = metrics;
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                // The relay has its own limits; the client's default would queue the 51st viewer of a sandbox.
                .setMaxConnections(Integer.MAX_VALUE)
                .setConnectTimeout(Math.toIntExact(limits.upstreamConnect().toMillis()))
                .setClosingTimeout(CLOSING_SECONDS)
                .setTryUsePerFrameCompression(false)
                .setTryUsePerMessageCompression(false)
                .setSendBufferSize(limits.writeQueueBytes())
                .setReceiveBufferSize(READ_BYTES)
                .setTcpNoDelay(true));
    }

    /**
     * Opens the socket of what a viewer watches.
     *
     * @param town where; its key goes into a header and nowhere else
     * @param watched what
     * @param trace the request it is done for; of a shared connection the first viewer's
     * @param subprotocol what the browser was given, or null for the plain form
     * @param limits says how long the sandbox may take
     * @return the connection; completes on this instance's event loop, in the turn in which the sandbox accepted: nothing has been read
     *     from the socket then. Fails with {@link UpstreamRefusedException} only
     */
    Future<Channel> connect(Town town, Watched watched, TraceContext trace, String subprotocol, LimitSettings limits) {
        Optional<String> uri = watched.upstreamUri();
        if (uri.isEmpty()) {
            return refused(UpstreamFailure.NO_SESSION);
        }
        if (town.sandboxKey().isEmpty()) {
            return refused(UpstreamFailure.NO_KEY);
        }
        long timeoutMillis = limits.upstreamConnect().toMillis();
        WebSocketConnectOptions options = addressOf(town.sandboxUrl())
                .setURI(uri.get())
                .setAllowOriginHeader(false)
                .setTimeout(timeoutMillis)
                .putHeader(SandboxApi.KEY_HEADER, town.sandboxKey().get());
        trace.writeTo(options.getHeaders());
        if (subprotocol != null) {
            options.setSubProtocols(List.of(subprotocol));
        }
        return timed(client.connect(options), subprotocol, timeoutMillis).map(Handover::of);
    }

    private Future<Channel> refused(UpstreamFailure failure) {
        metrics.notConnected(failure);
        return Future.failedFuture(new UpstreamRefusedException(failure));
    }

    private static WebSocketConnectOptions addressOf(URI sandbox) {
        boolean tls = "https".equalsIgnoreCase(sandbox.getScheme());
        int defaultPort = tls ? HTTPS_PORT : HTTP_PORT;
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setSsl(tls)
                .setPort(sandbox.getPort() == -1 ? defaultPort : sandbox.getPort())
                // Brackets belong to the URL's syntax, not to an IPv6 address.
                .setHost(sandbox.getHost().replaceAll("[\\[\\]]", ""));
        if (tls) {
            options.setSslOptions(new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS"));
        }
        return options;
    }

    /** The client's own timeouts cover the connection and the handshake one after the other; the contract's covers both. */
    private Future<WebSocket> timed(Future<WebSocket> attempt, String subprotocol, long timeoutMillis) {
        long begin = System.nanoTime();
        Promise<WebSocket> outcome = Promise.promise();
        long timer = vertx.setTimer(
                timeoutMillis, id -> outcome.tryFail(new UpstreamRefusedException(UpstreamFailure.TIMEOUT)));
        attempt.onComplete(
                socket -> {
                    vertx.cancelTimer(timer);
                    if (hasExtensions(socket)) {
                        outcome.tryFail(new UpstreamRefusedException(UpstreamFailure.UNREACHABLE));
                        socket.close((short) Close.PROTOCOL_ERROR.code());
                    } else if (!outcome.tryComplete(socket)) {
                        socket.close();
                    }
                },
                failure -> {
                    vertx.cancelTimer(timer);
                    outcome.tryFail(new UpstreamRefusedException(kindOf(failure, subprotocol)));
                });
        return outcome.future()
                .onComplete(any -> metrics.connected(System.nanoTime() - begin))
                .onFailure(failure -> {
                    UpstreamFailure kind = ((UpstreamRefusedException) failure).failure();
                    metrics.notConnected(kind);
                    if (kind == UpstreamFailure.TIMEOUT) {
                        metrics.reached(Limit.UPSTREAM_CONNECT);
                    }
                });
    }

    /** An extension nobody offered would change what frames mean (RFC 6455 section 4.1). */
    private static boolean hasExtensions(WebSocket socket) {
        return socket.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS);
    }

    private static UpstreamFailure kindOf(Throwable failure, String subprotocol) {
        if (failure instanceof UpgradeRejectedException refused) {
            return refused.getStatus() == HttpResponseStatus.NOT_FOUND.code()
                    ? UpstreamFailure.NO_SESSION
                    : UpstreamFailure.REFUSED;
        }
        if (failure instanceof ConnectTimeoutException) {
            return UpstreamFailure.TIMEOUT;
        }
        if (failure instanceof WebSocketClientHandshakeException broken
                && selectedAnother(broken.response(), subprotocol)) {
            return UpstreamFailure.NO_SUBPROTOCOL;
        }
        return UpstreamFailure.UNREACHABLE;
    }

    private static boolean selectedAnother(HttpResponse response, String offered) {
        return response != null
                && response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)
                && !Objects.equals(response.headers().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL), offered);
    }
}

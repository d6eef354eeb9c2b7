package dev.gastown.terminal.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;
import io.vertx.core.spi.metrics.HttpClientMetrics;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import java.util.function.Function;

/**
 * Stands where Vert.x's handler stood in the pipeline of a WebSocket that a {@link Leg} takes over. Vert.x has made the
 * handshake by then, and would keep for the connection's whole life what it needed for it: request and response, their
 * headers, two connections and four queues a viewer, 20 kB and more. So it is told that the connection is over, and lets go
 * of it.
 *
 * <p>Two things Vert.x would still do are done here: its gauges count the connection until it ends, and when the server or
 * client it belongs to goes away, it is closed. What the pipeline brings is for the leg.
 *
 * <p>Confined to the channel's event loop.
 */
final class Handover extends ChannelDuplexHandler {
    private final Runnable uncount;

    private Handover(Runnable uncount) {
        this.uncount = uncount;
    }

    /**
     * Takes a browser's connection from Vert.x. Must be called on its event loop, in the turn in which the handshake completed.
     *
     * @param connection the connection as the server knows it
     * @param socket what became of it; of no use afterwards
     */
    static Channel of(ConnectionBase connection, ServerWebSocket socket) {
        return of(connection.channel(), current -> count(current, socket));
    }

    /** Takes a sandbox's connection from Vert.x, as {@link #of(ConnectionBase, ServerWebSocket)} does. */
    static Channel of(WebSocket socket) {
        return of(((WebSocketInternal) socket).channelHandlerContext().channel(), current -> count(current, socket));
    }

    private static Channel of(Channel channel, Function<ConnectionBase, Runnable> count) {
        // One that broke meanwhile is Vert.x's to bury: whether it has heard of that yet can't be told.
        if (channel.isActive()) {
            VertxHandler<?> vertx = channel.pipeline().get(VertxHandler.class);
            ChannelHandlerContext context = channel.pipeline().context(vertx);
            // Counted anew before it is counted out: no gauge dips.
            Runnable uncount = count.apply(vertx.getConnection());
            vertx.channelInactive(context);
            channel.pipeline().replace(vertx, context.name(), new Handover(uncount));
        }
        return channel;
    }

    @SuppressWarnings("unchecked")
    private static Runnable count(ConnectionBase connection, ServerWebSocket socket) {
        if (!(connection.metrics() instanceof HttpServerMetrics<?, ?, ?> measured)) {
            return () -> {};
        }
        HttpServerMetrics<Object, Object, Object> metrics = (HttpServerMetrics<Object, Object, Object>) measured;
        Object inTcp = metrics.connected(connection.remoteAddress(), connection.remoteName());
        Object inWebSockets = metrics.connected(inTcp, null, socket);
        return () -> {
            metrics.disconnected(inWebSockets);
            metrics.disconnected(inTcp, null);
        };
    }

    @SuppressWarnings("unchecked")
    private static Runnable count(ConnectionBase connection, WebSocket socket) {
        if (!(connection.metrics() instanceof HttpClientMetrics<?, ?, ?> measured)) {
            return () -> {};
        }
        HttpClientMetrics<Object, Object, Object> metrics = (HttpClientMetrics<Object, Object, Object>) measured;
        Object inTcp = metrics.connected(connection.remoteAddress(), connection.remoteName());
        Object inWebSockets = metrics.connected(socket);
        return () -> {
            metrics.disconnected(inWebSockets);
            metrics.disconnected(inTcp, null);
        };
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        uncount.run();
        ctx.fireChannelInactive();
    }

    /** From outside only: the leg's own closes begin in front of this handler. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        Leg leg = ctx.pipeline().get(Leg.class);
        if (leg == null) {
            ctx.close(promise);
        } else {
            ctx.channel().closeFuture().addListener(closed -> promise.trySuccess());
            leg.dismiss();
        }
    }
}

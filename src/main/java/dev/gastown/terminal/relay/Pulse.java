package dev.gastown.terminal.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Whether the peer of a leg is alive: a ping each interval, {@link #MISSED_PINGS} without an answer or any other sign of
 * life are its death (contract section 6). A leg held up by back pressure is judged by what its network takes instead:
 * pings would wait behind the data, and pongs can't be seen while nothing is read.
 *
 * <p>Confined to the channel's event loop.
 */
final class Pulse {
    /** Pings without an answer that end a leg. */
    static final int MISSED_PINGS = 2;

    private final ChannelHandlerContext ctx;
    private final BooleanSupplier networkIsFree;
    private final Supplier<PingWebSocketFrame> pings;
    private final Runnable onDeath;
    private final ScheduledFuture<?> ticks;
    private long lastBacklog;
    private int missed;
    private boolean heard;
    private boolean pinged;
    private boolean closing;

    /**
     * Starts; the first ping goes out after one interval.
     *
     * @param networkIsFree whether a ping would leave now
     * @param pings gives each ping
     * @param onDeath run at each interval from the peer's death on
     */
    Pulse(
            ChannelHandlerContext ctx,
            Duration interval,
            BooleanSupplier networkIsFree,
            Supplier<PingWebSocketFrame> pings,
            Runnable onDeath) {
        this.ctx = ctx;
        this.networkIsFree = networkIsFree;
        this.pings = pings;
        this.onDeath = onDeath;
        long millis = interval.toMillis();
        this.ticks = ctx.executor().scheduleAtFixedRate(this::tick, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Bytes came from the peer. */
    void heard() {
        heard = true;
    }

    /** The close frame is on its way: no more pings, and what the peer still says no longer counts. */
    void closing() {
        closing = true;
    }

    /** Ends the pings. */
    void stop() {
        ticks.cancel(false);
    }

    private void tick() {
        boolean full = !networkIsFree.getAsBoolean();
        long backlog = backlog();
        missed = isAlive(full, backlog) ? 0 : missed + 1;
        heard = false;
        lastBacklog = backlog;
        if (missed >= MISSED_PINGS) {
            onDeath.run();
            return;
        }
        pinged = !full && !closing;
        if (pinged) {
            ctx.writeAndFlush(pings.get(), ctx.voidPromise());
        }
    }

    private boolean isAlive(boolean full, long backlog) {
        boolean movesOn = backlog != lastBacklog;
        if (closing) {
            // All that matters now is that the close frame gets through, however much the peer still has to say.
            return backlog == 0 || movesOn;
        }
        if (full) {
            return heard || movesOn;
        }
        Channel channel = ctx.channel();
        return heard || !pinged || !channel.config().isAutoRead();
    }

    /** Bytes the network has not taken yet: changes when it takes some, even a part of one frame. */
    private long backlog() {
        ChannelOutboundBuffer queue = ctx.channel().unsafe().outboundBuffer();
        return queue == null ? 0 : queue.totalPendingWriteBytes() - queue.currentProgress();
    }
}

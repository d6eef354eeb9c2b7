package dev.gastown.terminal.relay;

import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.relay.wire.FrameRun;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One side of a relay: a WebSocket's frames, pings, back pressure and closing handshake (RFC 6455 sections 5 and 7).
 *
 * <p>Vert.x makes the handshake; from then on the leg stands before Vert.x's own handler in the channel's pipeline and
 * takes every frame. It does so because Vert.x answers a close frame before the data in front of it is delivered, cuts
 * the connection on a broken frame without a close code, and queues by frames instead of bytes.
 *
 * <p>Confined to its channel's event loop. Memory is bounded: one message, one read and the write queue
 * ({@code limits.writeQueueBytes}) at most.
 */
final class Leg extends ChannelInboundHandlerAdapter implements SandboxSide {
    /** Seconds a peer has to answer our close frame, counted from when the network took it. */
    private static final int CLOSE_ANSWER_SECONDS = 5;

    /** Seconds until a sandbox's connection ends, even when the sandbox takes nothing any more: its viewer is gone. */
    private static final int SANDBOX_RELEASE_SECONDS = 10;

    /** Seconds the rest of a message that is too big is thrown away: closing on unread bytes would destroy our close frame. */
    private static final int DISCARD_SECONDS = 1;

    /** Seconds a connection has that its server or client closes. */
    private static final int DISMISSAL_SECONDS = 1;

    /** Seconds a server has to close the TCP connection after both close frames (RFC 6455 section 7.1.1). */
    private static final int TCP_CLOSE_SECONDS = 2;

    /** Pings in one read, or while the write queue is full, that are answered: the latest. */
    private static final int MOST_PONGS_OWED = 32;

    /** Which of a channel's user-defined reasons not to be writable this is. */
    private static final int FLIGHT = 1;

    private static final Logger LOG = LoggerFactory.getLogger(Leg.class);

    private final LegListener listener;
    private final boolean server;
    private final int messageBytes;
    private final int writeQueueBytes;
    private final Duration pingInterval;
    private final InFlight inFlight = new InFlight();

    private ChannelHandlerContext ctx;

    /** Behind it nothing but the network, and TLS. */
    private ChannelHandlerContext raw;

    private Pulse pulse;
    private final Deque<PongWebSocketFrame> pongsOwed = new ArrayDeque<>(0);
    private long bytesOfMessage;
    private boolean gateOpen = true;
    private boolean ended;
    private boolean gone;
    private boolean closeSent;
    private boolean closeReceived;
    private boolean discards;

    private Leg(boolean server, LimitSettings limits, LegListener listener) {
        this.listener = listener;
        this.server = server;
        this.messageBytes = limits.messageBytes();
        this.writeQueueBytes = limits.writeQueueBytes();
        this.pingInterval = limits.ping();
    }

    /**
     * Takes over a socket whose handshake is done. Must be called on its event loop, in the same turn in which the
     * handshake completed: what the peer sent right behind it is still on its way through the pipeline.
     *
     * @param channel the socket's connection; nobody has read a frame from it
     * @param server whether the gateway is the server of this connection, else its client
     * @param mode the same for both legs of a relay
     * @param limits message size, ping interval and write queue
     * @param listener hears everything; not called before this method has returned
     */
    static Leg take(Channel channel, boolean server, RelayMode mode, LimitSettings limits, LegListener listener) {
        Leg leg = new Leg(server, limits, listener);
        leg.raw = LegPipeline.enter(
                channel,
                leg,
                mode == RelayMode.FAST ? LegPipeline.runs(server, false, limits) : LegPipeline.frames(server, limits),
                limits);
        return leg;
    }

    /** Takes over a sandbox's connection as {@link #take} does; text messages come in runs of their own. */
    static Leg takeShared(Channel channel, LimitSettings limits, LegListener listener) {
        Leg leg = new Leg(false, limits, listener);
        leg.raw = LegPipeline.enter(channel, leg, LegPipeline.runs(false, true, limits), limits);
        return leg;
    }

    /**
     * Sends data frames as {@link LegListener#onData} gives them, in order; takes ownership. They leave at the next
     * {@link #flush}.
     */
    @Override
    public void send(ByteBufHolder data) {
        if (closeSent || gone) {
            data.release();
        } else if (data instanceof FrameRun run) {
            // On the wire already: past what would take bytes for an HTTP body, which may stand a moment longer.
            run.inPieces(
                    server ? inFlight.pieceBytes() : Integer.MAX_VALUE, wire -> send(raw, wire, wire.readableBytes()));
        } else {
            send(ctx, data, data.content().readableBytes());
        }
    }

    private void send(ChannelHandlerContext by, ReferenceCounted data, int bytes) {
        if (closeSent) {
            data.release();
            return;
        }
        if (server && inFlight.needsPing(System::nanoTime)) {
            ping();
        }
        by.write(data, by.voidPromise());
        if (server) {
            inFlight.sent(bytes);
            gate();
        }
    }

    private void ping() {
        ctx.write(nextPing(), ctx.voidPromise());
    }

    private PingWebSocketFrame nextPing() {
        return server ? new PingWebSocketFrame(inFlight.ping(System.nanoTime())) : new PingWebSocketFrame();
    }

    /** Whether the network takes more, however much is in flight. */
    private boolean networkIsFree() {
        Channel channel = ctx.channel();
        return channel.isWritable()
                || !gateOpen
                        && channel.isActive()
                        && queuedBytes() <= channel.config().getWriteBufferLowWaterMark();
    }

    /** A viewer with too much in flight is not writable; but while its pongs are not read, nobody can tell. */
    private void gate() {
        if (closeSent) {
            return;
        }
        if (inFlight.needsPingToGoOn()) {
            ping();
            ctx.flush();
        }
        boolean open = !inFlight.isFull() || !ctx.channel().config().isAutoRead();
        ChannelOutboundBuffer queue = ctx.channel().unsafe().outboundBuffer();
        if (open != gateOpen && queue != null) {
            gateOpen = open;
            queue.setUserDefinedWritability(FLIGHT, open);
        }
    }

    /** Hands what was sent to the network. */
    @Override
    public void flush() {
        ctx.flush();
    }

    /** Tells when the network has taken all that was sent; at the next {@link #flush}, and never when it breaks before. */
    void whenTaken(Runnable taken) {
        if (!closeSent && !gone) {
            raw.write(Unpooled.EMPTY_BUFFER).addListener(written -> {
                if (written.isSuccess()) {
                    taken.run();
                }
            });
        }
    }

    /** Whether less than {@code limits.writeQueueBytes} wait to be taken by the network, and a viewer follows closely. */
    @Override
    public boolean isWritable() {
        return ctx.channel().isWritable();
    }

    /** Stops reading from the network after the read in progress: the peer's TCP window closes. */
    @Override
    public void pause() {
        setReading(false);
    }

    /** Reads again. */
    @Override
    public void resume() {
        setReading(true);
    }

    /**
     * Starts or answers the closing handshake: the close frame goes out behind all data. Later calls do nothing. What the
     * peer still sends is discarded.
     */
    @Override
    public void close(Close close) {
        if (closeSent || gone) {
            return;
        }
        closeSent = true;
        ended = true;
        pulse.closing();
        ctx.writeAndFlush(close.toFrame()).addListener(sent -> afterCloseSent());
        // The answer must be seen, however full the other side is.
        setReading(true);
        if (!server) {
            closeTcpAfter(SANDBOX_RELEASE_SECONDS);
        }
    }

    /** The server or client this connection belongs to goes away: ends in order, but soon. */
    void dismiss() {
        end(new LegEnd.Dismissed());
        closeTcpAfter(DISMISSAL_SECONDS);
    }

    /** Where this leg's events come. */
    Loop loop() {
        return new Loop(ctx.executor());
    }

    /**
     * Whether a viewer is far behind: more than so many full write queues wait for its network, or it has not got so many
     * windows of what was sent.
     *
     * @param queues how many
     * @param extraBytes may be there beside them
     */
    boolean isBehind(int queues, long extraBytes) {
        return queuedBytes() > (long) queues * writeQueueBytes + extraBytes || inFlight.exceeds(queues, extraBytes);
    }

    /** Bytes sent that the network has not taken. */
    private long queuedBytes() {
        ChannelOutboundBuffer queue = ctx.channel().unsafe().outboundBuffer();
        return queue == null ? 0 : queue.totalPendingWriteBytes();
    }

    /** Bytes left in the write queue at which a leg that was not writable is again. */
    void setLowWater(int bytes) {
        ChannelConfig config = ctx.channel().config();
        int high = config.getWriteBufferHighWaterMark();
        config.setWriteBufferWaterMark(new WriteBufferWaterMark(Math.min(bytes, high), high));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        pulse = new Pulse(ctx, pingInterval, this::networkIsFree, this::nextPing, this::dead);
        if (!ctx.channel().isActive()) {
            // It broke during the handshake: nobody will tell this handler any more.
            ctx.executor().execute(this::disconnected);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof FrameRun run) {
            runReceived(run);
            return;
        }
        if (!(message instanceof WebSocketFrame frame)) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (frame instanceof PingWebSocketFrame) {
            oweAPong(frame);
        } else if (frame instanceof PongWebSocketFrame) {
            long lag = inFlight.pong(frame.content(), System.nanoTime());
            frame.release();
            if (lag != InFlight.NO_ANSWER) {
                listener.onAnswer(lag);
            }
            gate();
        } else if (frame instanceof CloseWebSocketFrame close) {
            Close said = Close.of(close);
            frame.release();
            closeReceived(said);
        } else {
            dataReceived(frame);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        // Bytes count, not only frames: a big message on a slow line lets no pong through for a long time.
        pulse.heard();
        sendPongsOwed();
        listener.onReadBurstEnd();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (isWritable()) {
            sendPongsOwed();
            listener.onWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        disconnected();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException broken) {
            violated(answerTo(broken.closeStatus()));
        } else if (cause instanceof IOException || cause instanceof DecoderException) {
            // The network's own failures: reset, broken pipe, broken TLS. channelInactive follows.
            context.close();
        } else {
            // Its text could carry what was being relayed: the class alone is safe to log.
            LOG.error("A relay failed: {}", cause.getClass().getName());
            violated(Close.INTERNAL_ERROR);
        }
    }

    private static Close answerTo(WebSocketCloseStatus status) {
        if (status.code() == WebSocketCloseStatus.MESSAGE_TOO_BIG.code()) {
            return Close.TOO_BIG;
        }
        return status.code() == WebSocketCloseStatus.INVALID_PAYLOAD_DATA.code()
                ? Close.INVALID_TEXT
                : Close.PROTOCOL_ERROR;
    }

    /** Whole, valid and of allowed size: its decoder saw to that. */
    private void runReceived(FrameRun run) {
        if (ended) {
            run.release();
        } else {
            listener.onData(run, run.frames(), run.payloadBytes());
        }
    }

    private void dataReceived(WebSocketFrame frame) {
        if (ended) {
            frame.release();
            return;
        }
        int payloadBytes = frame.content().readableBytes();
        bytesOfMessage += payloadBytes;
        if (bytesOfMessage > messageBytes) {
            frame.release();
            violated(Close.TOO_BIG);
            return;
        }
        if (frame.isFinalFragment()) {
            bytesOfMessage = 0;
        }
        listener.onData(frame, 1, payloadBytes);
    }

    private void closeReceived(Close said) {
        closeReceived = true;
        if (closeSent) {
            closeTcp();
        } else if (said.isSendable() || said.equals(Close.NO_STATUS)) {
            end(new LegEnd.PeerClosed(said));
        } else {
            violated(Close.PROTOCOL_ERROR);
        }
    }

    private void violated(Close answer) {
        // The decoder reads nothing after a broken frame: no answer to our close will be seen.
        closeReceived = true;
        discards = answer.equals(Close.TOO_BIG);
        end(new LegEnd.Violation(answer));
    }

    private void end(LegEnd end) {
        if (!ended) {
            ended = true;
            listener.onEnd(end);
        }
    }

    private void afterCloseSent() {
        if (discards) {
            closeTcpAfter(DISCARD_SECONDS);
        } else if (closeReceived) {
            closeTcp();
        } else {
            closeTcpAfter(CLOSE_ANSWER_SECONDS);
        }
    }

    /** The server closes first, the client waits for it a moment (RFC 6455 section 7.1.1). */
    private void closeTcp() {
        if (server) {
            ctx.close();
        } else {
            closeTcpAfter(TCP_CLOSE_SECONDS);
        }
    }

    private void closeTcpAfter(int seconds) {
        if (!gone) {
            Future<?> close = ctx.executor().schedule(() -> ctx.close(), seconds, TimeUnit.SECONDS);
            // Or it would hold all of a connection that has long ended.
            ctx.channel().closeFuture().addListener(closed -> close.cancel(false));
        }
    }

    private void disconnected() {
        if (gone) {
            return;
        }
        gone = true;
        pulse.stop();
        forgetPongs();
        end(new LegEnd.Cut());
        listener.onGone();
    }

    private void setReading(boolean reading) {
        if (!gone && (!closeSent || reading)) {
            ctx.channel().config().setAutoRead(reading);
            gate();
        }
    }

    private void dead() {
        if (closeSent) {
            ctx.close();
        } else {
            end(new LegEnd.PingTimeout());
        }
    }

    /** Only the latest pings need an answer (RFC 6455 section 5.5.3): a flood of them can't fill the memory. */
    private void oweAPong(WebSocketFrame ping) {
        if (pongsOwed.size() == MOST_PONGS_OWED) {
            pongsOwed.remove().release();
        }
        pongsOwed.add(new PongWebSocketFrame(ping.content()));
    }

    private void sendPongsOwed() {
        if (pongsOwed.isEmpty() || closeSent) {
            return;
        }
        while (!pongsOwed.isEmpty() && networkIsFree()) {
            ctx.write(pongsOwed.remove(), ctx.voidPromise());
        }
        ctx.flush();
    }

    private void forgetPongs() {
        pongsOwed.forEach(PongWebSocketFrame::release);
        pongsOwed.clear();
    }
}

package dev.gastown.terminal.relay.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Stands where Netty's WebSocket decoder does, and hands on data frames as {@link FrameRun}s instead of one by one.
 * Control frames come as Netty's own, in their place. A broken frame becomes a {@link CorruptedWebSocketFrameException}
 * in the pipeline, once; what follows it is thrown away.
 */
public final class FrameRunDecoder extends ChannelInboundHandlerAdapter {
    private final FrameTracker tracker;
    private ChannelHandlerContext context;
    private boolean broken;

    /**
     * @param expectsMasks whether the peer is a client
     * @param keepsApart whether text messages and fragments come in runs of their own (see {@link FrameTracker})
     * @param messageBytes the largest message, bytes
     */
    public FrameRunDecoder(boolean expectsMasks, boolean keepsApart, int messageBytes) {
        tracker = new FrameTracker(expectsMasks, keepsApart, messageBytes, new FrameSink() {
            @Override
            public void data(FrameRun run) {
                context.fireChannelRead(run);
            }

            @Override
            public void control(int opcode, byte[] payload) {
                context.fireChannelRead(frame(opcode, payload));
            }
        });
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        tracker.release();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (!broken && message instanceof ByteBuf bytes) {
                tracker.feed(bytes, ctx.alloc());
            }
        } catch (FrameViolation violation) {
            broken = true;
            tracker.release();
            ctx.fireExceptionCaught(new CorruptedWebSocketFrameException(violation.status(), violation.getMessage()));
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private static WebSocketFrame frame(int opcode, byte[] payload) {
        ByteBuf content = Unpooled.wrappedBuffer(payload);
        return switch (opcode) {
            case FrameTracker.CLOSE -> new CloseWebSocketFrame(true, 0, content);
            case FrameTracker.PING -> new PingWebSocketFrame(content);
            default -> new PongWebSocketFrame(content);
        };
    }
}

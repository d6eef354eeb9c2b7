package dev.gastown.terminal.bench;

import dev.gastown.terminal.relay.wire.FrameRun;
import dev.gastown.terminal.relay.wire.FrameRunDecoder;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/** One viewer's socket, as cheap as it can be: counts bytes, and answers pings as a browser does. */
final class Client extends ChannelInboundHandlerAdapter {
    static final MultiThreadIoEventLoopGroup LOOPS = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private static final int KEYSTROKE_BYTES = 8;
    private static final int REPLY_BYTES = 2 + KEYSTROKE_BYTES;
    private static final int MESSAGE_BYTES = 1 << 20;

    private final CompletableFuture<Client> opened = new CompletableFuture<>();
    private final LongAdder received;
    private final StringBuilder head = new StringBuilder();
    private final String request;
    private final boolean waitsForGreeting;
    private Channel channel;
    private boolean open;
    private long sentNanos;
    private int replyBytes;
    private LongConsumer echoed = nanos -> {};

    private Client(String request, boolean waitsForGreeting, LongAdder received) {
        this.request = request;
        this.waitsForGreeting = waitsForGreeting;
        this.received = received;
    }

    /**
     * Connects.
     *
     * @param protocol the subprotocol offered, or null
     * @param received counts all bytes behind the handshake
     */
    static CompletableFuture<Client> open(int port, String pathAndQuery, String protocol, LongAdder received) {
        return connect(port, pathAndQuery, protocol, false, received);
    }

    /** Connects in the plain form, and is not done before the sandbox's first bytes have come: the whole way is open then. */
    static CompletableFuture<Client> openWholeWay(int port, String pathAndQuery) {
        return connect(port, pathAndQuery, null, true, new LongAdder());
    }

    private static CompletableFuture<Client> connect(
            int port, String pathAndQuery, String protocol, boolean waitsForGreeting, LongAdder received) {
        Client client = new Client(
                "GET " + pathAndQuery + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + (protocol == null ? "" : "Sec-WebSocket-Protocol: " + protocol + "\r\n") + "\r\n",
                waitsForGreeting,
                received);
        connect(LOOPS, port, client, client.opened);
        return client.opened;
    }

    /**
     * Connects a handler on loopback.
     *
     * @param failed is completed when that fails
     */
    static void connect(EventLoopGroup loops, int port, ChannelHandler handler, CompletableFuture<?> failed) {
        new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(handler)
                .connect("127.0.0.1", port)
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        failed.completeExceptionally(done.cause());
                    }
                });
    }

    /** Sends a keystroke; the time until its echo has come goes to the consumer, nanoseconds. One at a time. */
    void type(LongConsumer whenEchoed) {
        channel.eventLoop().execute(() -> {
            if (sentNanos != 0) {
                return;
            }
            echoed = whenEchoed;
            replyBytes = 0;
            sentNanos = System.nanoTime();
            ByteBuf frame = Unpooled.buffer(6 + KEYSTROKE_BYTES)
                    .writeByte(0x82)
                    .writeByte(0x80 | KEYSTROKE_BYTES)
                    .writeInt(0x01020304)
                    .writeLong(sentNanos);
            channel.writeAndFlush(frame, channel.voidPromise());
        });
    }

    /** Reads no more. */
    void stall() {
        channel.config().setAutoRead(false);
    }

    void close() {
        channel.close();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        ctx.writeAndFlush(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            handshake(ctx, bytes);
        } else if (message instanceof FrameRun run) {
            count(run.content().readableBytes());
            run.release();
        } else if (message instanceof PingWebSocketFrame ping) {
            answer(ctx, ping.content());
            ping.release();
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private static void answer(ChannelHandlerContext ctx, ByteBuf ping) {
        ByteBuf pong = Unpooled.buffer(6 + ping.readableBytes())
                .writeByte(0x8A)
                .writeByte(0x80 | ping.readableBytes())
                .writeInt(0)
                .writeBytes(ping);
        ctx.writeAndFlush(pong, ctx.voidPromise());
    }

    private void count(int count) {
        if (waitsForGreeting) {
            opened.complete(this);
        }
        received.add(count);
        if (sentNanos != 0) {
            replyBytes += count;
            if (replyBytes >= REPLY_BYTES) {
                long nanos = System.nanoTime() - sentNanos;
                sentNanos = 0;
                echoed.accept(nanos);
            }
        }
    }

    private void handshake(ChannelHandlerContext ctx, ByteBuf bytes) {
        while (bytes.isReadable() && !open) {
            head.append((char) bytes.readByte());
            open = head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n");
        }
        if (open && head.indexOf(" 101 ") < 0) {
            opened.completeExceptionally(
                    new IllegalStateException(head.toString().split("\r\n")[0]));
        } else if (open && !waitsForGreeting) {
            opened.complete(this);
        }
        if (open) {
            FrameRunDecoder frames = new FrameRunDecoder(false, false, MESSAGE_BYTES);
            ctx.pipeline().addBefore(ctx.name(), "frames", frames);
            frames.channelRead(ctx.pipeline().context(frames), bytes);
        } else {
            bytes.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        opened.completeExceptionally(new IllegalStateException("closed before it was open"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}

package dev.gastown.terminal.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A session picker as the page opens it: SockJS over a WebSocket, subscribed to the town's lists. Notes the sequence number
 * of every list and looks at nothing else of it.
 */
final class ListSubscriber extends ByteToMessageDecoder {
    private static final MultiThreadIoEventLoopGroup LOOPS =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private static final String ADDRESS = "gastown.town." + Tickets.TOWN + ".sessions";
    private static final byte[] SEQUENCE = "sequence\\\":".getBytes(StandardCharsets.US_ASCII);

    /** The envelope's fields and the list's own stand before the sessions. */
    private static final int SEQUENCE_WITHIN_BYTES = 400;

    private final CompletableFuture<ListSubscriber> subscribed = new CompletableFuture<>();
    private final String request;
    private Channel channel;
    private boolean open;

    private final Set<Long> sequences = ConcurrentHashMap.newKeySet();
    private volatile long last;
    private volatile int lastBytes;

    private ListSubscriber(String request) {
        this.request = request;
    }

    /** Connects and subscribes; completes with the greeting. */
    static CompletableFuture<ListSubscriber> open(int port, String userToken, int number) {
        ListSubscriber subscriber = new ListSubscriber(("GET /api/gastown/events/000/bench%05d/websocket HTTP/1.1\r\n"
                        + "Host: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: gastown_session=%s\r\n\r\n")
                .formatted(number, port, userToken));
        Client.connect(LOOPS, port, subscriber, subscriber.subscribed);
        return subscriber.subscribed;
    }

    /** The numbers of all lists received. */
    Set<Long> sequences() {
        return sequences;
    }

    /** The number of the newest list. */
    long last() {
        return last;
    }

    /** How big the newest list's frame was, bytes. */
    int lastBytes() {
        return lastBytes;
    }

    /** What the page's library says every 5 s. */
    void ping() {
        say("{\\\"type\\\":\\\"ping\\\"}");
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
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (open) {
            frame(in);
            return;
        }
        String head = in.toString(StandardCharsets.US_ASCII);
        int end = head.indexOf("\r\n\r\n");
        if (end < 0) {
            return;
        }
        in.skipBytes(end + 4);
        open = true;
        if (!head.contains(" 101 ")) {
            subscribed.completeExceptionally(new IllegalStateException(head.split("\r\n")[0]));
            ctx.close();
        }
    }

    private void frame(ByteBuf in) {
        int start = in.readerIndex();
        if (in.readableBytes() < 2) {
            return;
        }
        int length = in.getByte(start + 1) & 0x7F;
        int header = length == 127 ? 10 : length == 126 ? 4 : 2;
        if (in.readableBytes() < header) {
            return;
        }
        length = length == 127 ? (int) in.getLong(start + 2) : length == 126 ? in.getUnsignedShort(start + 2) : length;
        if (in.readableBytes() < header + length) {
            return;
        }
        if (in.getByte(start + header) == 'o') {
            say("{\\\"type\\\":\\\"register\\\",\\\"address\\\":\\\"" + ADDRESS + "\\\"}");
            ping();
        } else {
            list(in.slice(start + header, length));
        }
        in.skipBytes(header + length);
    }

    private void list(ByteBuf message) {
        int at = indexOf(message, Math.min(SEQUENCE_WITHIN_BYTES, message.readableBytes()));
        if (at < 0) {
            return;
        }
        long sequence = 0;
        for (int i = at + SEQUENCE.length; Character.isDigit(message.getByte(i)); i++) {
            sequence = sequence * 10 + message.getByte(i) - '0';
        }
        sequences.add(sequence);
        lastBytes = message.readableBytes();
        last = Math.max(last, sequence);
        subscribed.complete(this);
    }

    private static int indexOf(ByteBuf message, int within) {
        for (int at = 0; at + SEQUENCE.length <= within; at++) {
            int same = 0;
            while (same < SEQUENCE.length && message.getByte(at + same) == SEQUENCE[same]) {
                same++;
            }
            if (same == SEQUENCE.length) {
                return at;
            }
        }
        return -1;
    }

    private void say(String escaped) {
        byte[] message = ("[\"" + escaped + "\"]").getBytes(StandardCharsets.US_ASCII);
        ByteBuf frame = Unpooled.buffer(message.length + 8).writeByte(0x81);
        if (message.length < 126) {
            frame.writeByte(0x80 | message.length);
        } else {
            frame.writeByte(0x80 | 126).writeShort(message.length);
        }
        // A mask of zeros leaves the bytes as they are.
        channel.writeAndFlush(frame.writeInt(0).writeBytes(message), channel.voidPromise());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        subscribed.completeExceptionally(new IllegalStateException("closed before the first list"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}

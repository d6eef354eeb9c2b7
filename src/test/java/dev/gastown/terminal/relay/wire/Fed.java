package dev.gastown.terminal.relay.wire;

import static dev.gastown.terminal.relay.wire.WireStream.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.relay.wire.WireStream.Event;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What came of bytes fed to a decoder.
 *
 * @param violation the close code it asks for, or 0
 * @param events what it found
 */
record Fed(int violation, List<Event> events) {
    private static final UnpooledByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(false);

    static String hex(byte[] bytes) {
        return ByteBufUtil.hexDump(bytes);
    }

    static Fed cutAt(byte[] wire, boolean masked, int cut) {
        return feed(wire, masked, new int[] {cut, wire.length - cut});
    }

    static Fed byteByByte(byte[] wire, boolean masked) {
        int[] pieces = new int[wire.length];
        java.util.Arrays.fill(pieces, 1);
        return feed(wire, masked, pieces);
    }

    static Fed atRandom(byte[] wire, boolean masked, Random random, int longest) {
        List<Integer> pieces = new ArrayList<>();
        for (int left = wire.length; left > 0; left -= pieces.get(pieces.size() - 1)) {
            pieces.add(Math.min(left, 1 + random.nextInt(longest)));
        }
        return feed(wire, masked, pieces.stream().mapToInt(Integer::intValue).toArray());
    }

    private static Fed feed(byte[] wire, boolean masked, int[] pieces) {
        long before = ALLOCATOR.metric().usedHeapMemory();
        Recorder recorder = new Recorder();
        FrameTracker tracker = new FrameTracker(masked, false, LIMIT, recorder);
        int violation = 0;
        int from = 0;
        for (int piece : pieces) {
            ByteBuf read = ALLOCATOR.heapBuffer(Math.max(1, piece)).writeBytes(wire, from, piece);
            from += piece;
            try {
                tracker.feed(read, ALLOCATOR);
            } catch (FrameViolation broken) {
                violation = broken.status().code();
                break;
            } finally {
                read.release();
            }
        }
        tracker.release();
        assertThat(ALLOCATOR.metric().usedHeapMemory())
                .as("memory not given back")
                .isEqualTo(before);
        return new Fed(violation, recorder.events);
    }

    /** What the pipeline of frames mode finds up to the first violation. */
    static Fed throughNetty(byte[] wire, boolean masked) {
        FrameReader reader = new FrameReader(wire);
        EmbeddedChannel channel = new EmbeddedChannel(
                new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                        .expectMaskedFrames(masked)
                        .allowMaskMismatch(false)
                        .allowExtensions(false)
                        .maxFramePayloadLength(LIMIT)
                        .closeOnProtocolViolation(false)
                        .build()),
                new Utf8FrameValidator(false),
                reader);
        channel.writeInbound(Unpooled.wrappedBuffer(wire));
        channel.finishAndReleaseAll();
        return new Fed(reader.violation, reader.events);
    }

    /** Finds each frame's bytes on the wire again. */
    private static final class FrameReader extends SimpleChannelInboundHandler<WebSocketFrame> {
        private final byte[] wire;
        private final List<Event> events = new ArrayList<>();
        private int position;
        private int violation;

        FrameReader(byte[] wire) {
            this.wire = wire;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            if (violation != 0) {
                return;
            }
            int payload = frame.content().readableBytes();
            int opcode = wire[position] & 0x0F;
            int length = headerLength(wire, position) + payload;
            if (frame instanceof CloseWebSocketFrame && !isText(frame.content())) {
                // Netty overlooks a reason that ends within a character.
                violation = WebSocketCloseStatus.INVALID_PAYLOAD_DATA.code();
            } else if (opcode >= FrameTracker.CLOSE) {
                events.add(new Event.Control(opcode, ByteBufUtil.hexDump(frame.content())));
            } else {
                Event.add(events, new Event.Data(ByteBufUtil.hexDump(wire, position, length), 1, payload));
            }
            position += length;
        }

        private static boolean isText(ByteBuf close) {
            int reason = Math.min(close.readableBytes(), Short.BYTES);
            return ByteBufUtil.isText(close, reason, close.readableBytes() - reason, StandardCharsets.UTF_8);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (violation == 0 && cause instanceof CorruptedWebSocketFrameException broken) {
                violation = broken.closeStatus().code();
            }
        }
    }

    private static int headerLength(byte[] wire, int at) {
        int length = wire[at + 1] & 0x7F;
        int more = length == 126 ? 2 : length == 127 ? 8 : 0;
        return 2 + more + ((wire[at + 1] & 0x80) != 0 ? 4 : 0);
    }

    /** Writes down what a tracker gives, and gives it back. */
    static final class Recorder implements FrameSink {
        private final List<Event> events = new ArrayList<>();
        private final List<FrameRun> kept = new ArrayList<>();
        private boolean keeps;

        Recorder keeping() {
            keeps = true;
            return this;
        }

        List<Event> events() {
            return events;
        }

        List<FrameRun> kept() {
            return kept;
        }

        void release() {
            kept.forEach(FrameRun::release);
        }

        @Override
        public void data(FrameRun run) {
            Event.add(events, new Event.Data(ByteBufUtil.hexDump(run.content()), run.frames(), run.payloadBytes()));
            if (keeps) {
                kept.add(run);
            } else {
                run.release();
            }
        }

        @Override
        public void control(int opcode, byte[] payload) {
            events.add(new Event.Control(opcode, hex(payload)));
        }
    }
}

package dev.gastown.terminal.relay.wire;

import dev.gastown.terminal.jmh.OneRead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** One read of 64 KiB of payload, in frames of one size, followed to its end. */
public class FrameTrackerBenchmark extends OneRead {
    private static final int MESSAGE_BYTES = 1024 * 1024;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int MASK = 0x1E2D3C4B;

    private final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;

    /** Payload of a frame, bytes. */
    @Param({"32", "1024", "65536"})
    private int payload;

    /** Whether the frames come from a browser. */
    @Param({"false", "true"})
    private boolean masked;

    /** 1: text, which is checked to be UTF-8; 2: binary. */
    @Param({"2", "1"})
    private int opcode;

    private FrameTracker tracker;
    private ByteBuf wire;
    private long followed;

    /** Puts the frames on the wire. */
    @Setup
    public void frames() {
        wire = allocator.directBuffer();
        for (int bytes = 0; bytes < READ_BYTES; bytes += payload) {
            frame();
        }
        tracker = new FrameTracker(masked, false, MESSAGE_BYTES, new FrameSink() {
            @Override
            public void data(FrameRun run) {
                followed += run.payloadBytes();
                run.release();
            }

            @Override
            public void control(int control, byte[] words) {
                throw new AssertionError("there is none");
            }
        });
    }

    private void frame() {
        int maskBit = masked ? MASKED : 0;
        wire.writeByte(FINAL | opcode);
        if (payload < LENGTH_16) {
            wire.writeByte(maskBit | payload);
        } else if (payload <= 0xFFFF) {
            wire.writeByte(maskBit | LENGTH_16).writeShort(payload);
        } else {
            wire.writeByte(maskBit | LENGTH_64).writeLong(payload);
        }
        int mask = masked ? MASK : 0;
        if (masked) {
            wire.writeInt(mask);
        }
        for (int i = 0; i < payload; i++) {
            wire.writeByte('a' + i % 26 ^ mask >>> (3 - i % Integer.BYTES) * Byte.SIZE);
        }
    }

    /** Follows one read. */
    @Benchmark
    public long follow() throws FrameViolation {
        tracker.feed(wire, allocator);
        return followed;
    }

    /** Lets the read go. */
    @TearDown
    public void release() {
        tracker.release();
        wire.release();
    }
}

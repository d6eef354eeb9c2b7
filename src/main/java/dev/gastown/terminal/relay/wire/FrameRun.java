package dev.gastown.terminal.relay.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.DefaultByteBufHolder;

/**
 * Whole data frames, one behind the other, as they were on the wire: headers, masks and all. Whoever holds it owns its
 * buffer and must pass it on or release it.
 */
public final class FrameRun extends DefaultByteBufHolder {
    private final int frames;
    private final int payloadBytes;

    /**
     * @param wire the frames' bytes
     * @param frames how many frames, at least 1
     * @param payloadBytes the bytes of their payloads together
     */
    public FrameRun(ByteBuf wire, int frames, int payloadBytes) {
        super(wire);
        this.frames = frames;
        this.payloadBytes = payloadBytes;
    }

    /** How many frames these are. */
    public int frames() {
        return frames;
    }

    /** Bytes of their payloads, without headers. */
    public int payloadBytes() {
        return payloadBytes;
    }
}

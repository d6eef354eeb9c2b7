package dev.gastown.terminal.relay.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.DefaultByteBufHolder;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Whole data frames, one behind the other, as they were on the wire: headers, masks and all. Whoever holds it owns its
 * buffer and must pass it on or release it.
 */
public final class FrameRun extends DefaultByteBufHolder {
    private static final int FINAL_TEXT = 0x81;
    private static final int LENGTH_BITS = 0x7F;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private final int frames;
    private final int payloadBytes;
    private final boolean text;
    private final boolean endsMessage;

    /**
     * @param wire the frames' bytes
     * @param frames how many frames, at least 1
     * @param payloadBytes the bytes of their payloads together
     * @param text see {@link #isText()}
     * @param endsMessage see {@link #endsMessage()}
     */
    public FrameRun(ByteBuf wire, int frames, int payloadBytes, boolean text, boolean endsMessage) {
        super(wire);
        this.frames = frames;
        this.payloadBytes = payloadBytes;
        this.text = text;
        this.endsMessage = endsMessage;
    }

    /** A text message as a server sends it: in one frame, without a mask. */
    public static FrameRun ofText(String message) {
        byte[] payload = message.getBytes(StandardCharsets.UTF_8);
        ByteBuf wire =
                Unpooled.buffer(Short.BYTES + Long.BYTES + payload.length).writeByte(FINAL_TEXT);
        if (payload.length < LENGTH_16) {
            wire.writeByte(payload.length);
        } else if (payload.length <= 0xFFFF) {
            wire.writeByte(LENGTH_16).writeShort(payload.length);
        } else {
            wire.writeByte(LENGTH_64).writeLong(payload.length);
        }
        return new FrameRun(wire.writeBytes(payload), 1, payload.length, true, true);
    }

    /** Fragments of one message, in order, as one run; takes ownership of them. */
    public static FrameRun together(List<FrameRun> fragments) {
        ByteBuf[] wires = fragments.stream().map(FrameRun::content).toArray(ByteBuf[]::new);
        int frames = fragments.stream().mapToInt(FrameRun::frames).sum();
        int payloadBytes = fragments.stream().mapToInt(FrameRun::payloadBytes).sum();
        boolean endsMessage = fragments.get(fragments.size() - 1).endsMessage();
        return new FrameRun(Unpooled.wrappedBuffer(wires), frames, payloadBytes, true, endsMessage);
    }

    /** How many frames these are. */
    public int frames() {
        return frames;
    }

    /** Bytes of their payloads, without headers. */
    public int payloadBytes() {
        return payloadBytes;
    }

    /** Whether these are frames of one text message; always false from a decoder that does not keep texts apart. */
    public boolean isText() {
        return text;
    }

    /** Whether the last frame is the last of its message. */
    public boolean endsMessage() {
        return endsMessage;
    }

    /** The payloads together; the frames must not be masked. A copy. */
    public byte[] payload() {
        ByteBuf wire = content();
        ByteBuf payload = Unpooled.buffer(payloadBytes, payloadBytes);
        int index = wire.readerIndex();
        while (index < wire.writerIndex()) {
            int begin = payloadBegin(index);
            int end = frameEnd(index);
            payload.writeBytes(wire, begin, end - begin);
            index = end;
        }
        return ByteBufUtil.getBytes(payload);
    }

    /**
     * Gives these frames' bytes away, in order, for the receiver to release; the frames must not be masked.
     *
     * @param bytes from which on a piece ends with the frame it is in; at least 1
     */
    public void inPieces(int bytes, Consumer<ByteBuf> receiver) {
        ByteBuf wire = content();
        while (wire.readableBytes() > bytes) {
            int end = wire.readerIndex();
            while (end - wire.readerIndex() < bytes) {
                end = frameEnd(end);
            }
            receiver.accept(wire.readRetainedSlice(end - wire.readerIndex()));
        }
        receiver.accept(wire);
    }

    private int payloadBegin(int frame) {
        int length = content().getByte(frame + 1) & LENGTH_BITS;
        int size = length == LENGTH_16 ? Short.BYTES : length == LENGTH_64 ? Long.BYTES : 0;
        return frame + 2 + size;
    }

    private int frameEnd(int frame) {
        int begin = payloadBegin(frame);
        int length = content().getByte(frame + 1) & LENGTH_BITS;
        if (length == LENGTH_16) {
            length = content().getUnsignedShort(frame + 2);
        } else if (length == LENGTH_64) {
            length = (int) content().getLong(frame + 2);
        }
        return begin + length;
    }

    /** The same frames for one more receiver; shares the bytes, and is to be released on its own. */
    public FrameRun share() {
        return new FrameRun(content().retainedDuplicate(), frames, payloadBytes, text, endsMessage);
    }
}

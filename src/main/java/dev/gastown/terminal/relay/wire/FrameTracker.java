package dev.gastown.terminal.relay.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/**
 * Follows one direction of a WebSocket through its bytes (RFC 6455 section 5) without changing them: finds where frames
 * end, cuts out the control frames, and refuses what breaks the standard. Data frames leave only whole, so that between
 * two of them other frames may be put in.
 *
 * <p>One thread at a time. Bounded: at most one unfinished frame is held, no longer than a message may be. Once refused,
 * a connection stays refused: nothing more may be fed.
 */
final class FrameTracker {
    private static final int FIN = 0x80;
    private static final int RESERVED_BITS = 0x70;
    private static final int OPCODE_BITS = 0x0F;
    private static final int MASKED = 0x80;
    private static final int LENGTH_BITS = 0x7F;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int MOST_CONTROL_BYTES = 125;
    private static final int SHORTEST_HEADER = 2;
    private static final int LONGEST_HEADER = 14;

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private final boolean expectsMasks;
    private final boolean keepsApart;
    private final int messageBytes;
    private final FrameSink sink;
    private final Utf8Check utf8 = new Utf8Check();
    private final HeldBytes held = new HeldBytes();

    /** The header being read, as far as it has come. */
    private final byte[] header = new byte[LONGEST_HEADER];

    private int headerBytes;
    private int headerLength = SHORTEST_HEADER;

    /** The frame whose payload is being read; valid while {@link #inPayload}. */
    private boolean inPayload;

    private boolean fin;
    private int opcode;
    private int mask;
    private int payloadLength;
    private int payloadSeen;
    private byte[] controlPayload;

    /** The message whose fragments are being read. */
    private boolean inMessage;

    private boolean inText;
    private long messageSoFar;

    /** A close frame has come: what follows it means nothing (section 5.5.1). */
    private boolean closed;

    /** The run of whole data frames in the buffer being fed. */
    private int runStart;

    private int runEnd;
    private int runFrames;
    private int runPayload;
    private boolean runIsText;
    private boolean runEndsMessage;

    /**
     * @param expectsMasks whether the peer is a client, which must mask (section 5.1)
     * @param keepsApart whether text messages come in runs of their own, one message in each at most, and fragments without
     *     whole messages before them: a run ends at the end of a message, or began within the same one
     * @param messageBytes the largest message, bytes
     * @param sink is given what is found, during {@link #feed}
     */
    FrameTracker(boolean expectsMasks, boolean keepsApart, int messageBytes, FrameSink sink) {
        this.expectsMasks = expectsMasks;
        this.keepsApart = keepsApart;
        this.messageBytes = messageBytes;
        this.sink = sink;
    }

    /**
     * Takes the next bytes. What is whole has been given to the sink when this returns, or throws.
     *
     * @param bytes read from the connection; the caller's
     * @throws FrameViolation when the peer breaks a rule; whole frames before it have been given to the sink
     */
    void feed(ByteBuf bytes, ByteBufAllocator allocator) throws FrameViolation {
        runStart = bytes.readerIndex();
        runEnd = runStart;
        int index = runStart;
        int end = bytes.writerIndex();
        try {
            while (index < end && !closed) {
                index = inPayload ? readPayload(bytes, index, end) : readHeader(bytes, index, end);
                if (inPayload && payloadSeen == payloadLength) {
                    endFrame(bytes, index, allocator);
                }
            }
        } finally {
            giveRun(bytes, allocator);
        }
        if (!isControl() && !closed) {
            held.add(bytes, runStart, end);
        }
    }

    /** Lets go of what is held. */
    void release() {
        held.release();
    }

    private int readHeader(ByteBuf bytes, int from, int end) throws FrameViolation {
        int index = from;
        while (index < end && headerBytes < headerLength) {
            header[headerBytes++] = bytes.getByte(index++);
            if (headerBytes == SHORTEST_HEADER) {
                beginHeader();
            }
        }
        if (headerBytes == headerLength) {
            endHeader();
        }
        return index;
    }

    /** Everything but the length's and the mask's own bytes is in the first two. */
    private void beginHeader() throws FrameViolation {
        int first = header[0];
        int second = header[1];
        fin = (first & FIN) != 0;
        opcode = first & OPCODE_BITS;
        check((first & RESERVED_BITS) == 0, "a reserved bit is set");
        check(((second & MASKED) != 0) == expectsMasks, "masked by the server, or not by the client");
        int length = second & LENGTH_BITS;
        switch (opcode) {
            case CONTINUATION -> check(inMessage, "a continuation of nothing");
            case TEXT, BINARY -> check(!inMessage, "a message inside another");
            case CLOSE, PING, PONG -> {
                check(fin, "a fragment of a control frame");
                check(length <= MOST_CONTROL_BYTES, "a long control frame");
            }
            default -> check(false, "a reserved opcode");
        }
        int lengthBytes = length == LENGTH_16 ? Short.BYTES : length == LENGTH_64 ? Long.BYTES : 0;
        headerLength = SHORTEST_HEADER + lengthBytes + (expectsMasks ? Integer.BYTES : 0);
    }

    private void endHeader() throws FrameViolation {
        long length = header[1] & LENGTH_BITS;
        if (length == LENGTH_16) {
            length = number(SHORTEST_HEADER, Short.BYTES);
            check(length >= LENGTH_16, "a length in more bytes than it needs");
        } else if (length == LENGTH_64) {
            length = number(SHORTEST_HEADER, Long.BYTES);
            check(length < 0 || length > 0xFFFF, "a length in more bytes than it needs");
            check(length >= 0, "a negative length");
        }
        mask = expectsMasks ? (int) number(headerLength - Integer.BYTES, Integer.BYTES) : 0;
        inPayload = true;
        payloadSeen = 0;
        if (isControl()) {
            payloadLength = (int) length;
            controlPayload = new byte[payloadLength];
        } else {
            if (length > messageBytes - messageSoFar) {
                throw new FrameViolation(WebSocketCloseStatus.MESSAGE_TOO_BIG, "a message is too big");
            }
            payloadLength = (int) length;
            messageSoFar += length;
            if (opcode != CONTINUATION) {
                inText = opcode == TEXT;
                utf8.reset();
            }
            inMessage = !fin;
        }
    }

    private int readPayload(ByteBuf bytes, int from, int end) throws FrameViolation {
        int to = Math.min(end, from + payloadLength - payloadSeen);
        if (isControl()) {
            for (int index = from; index < to; index++) {
                int shift = (Integer.BYTES - 1 - payloadSeen % Integer.BYTES) * Byte.SIZE;
                controlPayload[payloadSeen++] = (byte) (bytes.getByte(index) ^ mask >>> shift);
            }
        } else {
            if (inText && !utf8.accept(bytes, from, to, mask, payloadSeen)) {
                throw new FrameViolation(WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "text is not UTF-8");
            }
            payloadSeen += to - from;
        }
        return to;
    }

    private void endFrame(ByteBuf bytes, int end, ByteBufAllocator allocator) throws FrameViolation {
        if (isControl()) {
            giveRun(bytes, allocator);
            // Its first byte, when that came alone and did not show yet what it was.
            held.release();
            runStart = end;
            runEnd = end;
            byte[] payload = controlPayload;
            int control = opcode;
            if (control == CLOSE) {
                checkClose(payload);
                closed = true;
            }
            awaitHeader();
            sink.control(control, payload);
            return;
        }
        if (fin) {
            if (inText && !utf8.isComplete()) {
                throw new FrameViolation(WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "text ends within a character");
            }
            messageSoFar = 0;
        }
        boolean fragmentsBegin = runEndsMessage && !fin;
        if (keepsApart && (runIsText != inText || fragmentsBegin)) {
            giveRun(bytes, allocator);
        }
        runEnd = end;
        runFrames++;
        runPayload += payloadLength;
        runIsText = inText;
        runEndsMessage = fin;
        awaitHeader();
        if (keepsApart && runIsText && runEndsMessage) {
            giveRun(bytes, allocator);
        }
    }

    /** RFC 6455 sections 5.5.1 and 7.4. */
    private void checkClose(byte[] payload) throws FrameViolation {
        if (payload.length == 0) {
            return;
        }
        check(payload.length >= Short.BYTES, "half a close code");
        int code = (payload[0] & 0xFF) << Byte.SIZE | payload[1] & 0xFF;
        check(WebSocketCloseStatus.isValidStatusCode(code), "a close code that must not be sent");
        Utf8Check reason = new Utf8Check();
        if (!reason.accept(Unpooled.wrappedBuffer(payload), Short.BYTES, payload.length, 0, 0)
                || !reason.isComplete()) {
            throw new FrameViolation(WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "a close reason is not UTF-8");
        }
    }

    private void awaitHeader() {
        inPayload = false;
        controlPayload = null;
        headerBytes = 0;
        headerLength = SHORTEST_HEADER;
        opcode = CONTINUATION;
    }

    private void giveRun(ByteBuf bytes, ByteBufAllocator allocator) {
        if (runFrames == 0) {
            return;
        }
        FrameRun run =
                new FrameRun(wire(bytes, allocator), runFrames, runPayload, keepsApart && runIsText, runEndsMessage);
        runStart = runEnd;
        runFrames = 0;
        runPayload = 0;
        sink.data(run);
    }

    private ByteBuf wire(ByteBuf bytes, ByteBufAllocator allocator) {
        int length = runEnd - runStart;
        if (held.isEmpty() && !HeldBytes.isSmall(length, bytes)) {
            return bytes.retainedSlice(runStart, length);
        }
        held.add(bytes, runStart, runEnd);
        return held.take(allocator);
    }

    /** The first byte of a header tells it already. */
    private boolean isControl() {
        return opcode >= CLOSE;
    }

    private long number(int from, int count) {
        long number = 0;
        for (int index = from; index < from + count; index++) {
            number = number << Byte.SIZE | header[index] & 0xFF;
        }
        return number;
    }

    private static void check(boolean holds, String rule) throws FrameViolation {
        if (!holds) {
            throw new FrameViolation(WebSocketCloseStatus.PROTOCOL_ERROR, rule);
        }
    }
}

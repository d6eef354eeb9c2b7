package dev.gastown.terminal.relay;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A WebSocket frame as it is on the wire (RFC 6455 section 5.2), well-formed or not.
 *
 * @param fin the last fragment of its message
 * @param opcode four bits
 * @param payload unmasked
 */
record Frame(boolean fin, int opcode, byte[] payload) {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    static Frame text(String text) {
        return new Frame(true, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    static Frame binary(byte... payload) {
        return new Frame(true, BINARY, payload);
    }

    static Frame ping(String payload) {
        return new Frame(true, PING, payload.getBytes(StandardCharsets.UTF_8));
    }

    static Frame close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return new Frame(
                true,
                CLOSE,
                ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array());
    }

    static Frame closeWithoutStatus() {
        return new Frame(true, CLOSE, new byte[0]);
    }

    boolean isData() {
        return opcode <= BINARY;
    }

    /** The status of a close frame, or -1 without one. */
    int closeCode() {
        return payload.length < 2 ? -1 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    }

    String closeReason() {
        return payload.length < 2 ? "" : new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }

    String utf8() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frame frame
                && fin == frame.fin
                && opcode == frame.opcode
                && Arrays.equals(payload, frame.payload);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        String body = payload.length > 40 ? payload.length + " bytes" : utf8();
        return "Frame[" + (fin ? "fin " : "") + opcode + " " + (opcode == CLOSE ? closeCode() + closeReason() : body)
                + "]";
    }
}

package dev.gastown.terminal.relay;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import java.nio.charset.StandardCharsets;

/**
 * Why a WebSocket ends: what its close frame carries (RFC 6455 section 7.4, contract section 3).
 *
 * @param code a status code; {@link #NO_STATUS} and {@link #CUT} stand for what was not on the wire
 * @param reason at most 123 bytes of UTF-8, never null
 */
record Close(int code, String reason) {
    /** The peer closed without naming a status (RFC 6455 section 7.1.5); never on the wire. */
    static final Close NO_STATUS = new Close(1005, "");

    /** The connection broke without a close frame (RFC 6455 section 7.1.5); never on the wire. */
    static final Close CUT = new Close(1006, "");

    static final Close DRAINING = new Close(1001, "moving: reconnect");
    static final Close VIEWER_GONE = new Close(1001, "viewer gone");
    static final Close NORMAL = new Close(1000, "");
    static final Close PROTOCOL_ERROR = new Close(1002, "protocol error");
    static final Close INVALID_TEXT = new Close(1007, "text is not UTF-8");
    static final Close TOO_BIG = new Close(1009, "message too big");
    static final Close INTERNAL_ERROR = new Close(1011, "internal error");
    static final Close REVOKED = new Close(4403, "access revoked");
    static final Close LOGIN_OVER = new Close(4403, "access revoked: log in again");
    static final Close NO_SUCH_SESSION = new Close(4404, "no such session");
    static final Close SUBPROTOCOL_MISSING = new Close(4406, "sandbox lacks the subprotocol");
    static final Close VIEWER_TIMEOUT = new Close(4408, "ping timeout");
    static final Close TOO_MANY = new Close(4429, "too many connections");
    static final Close UNREACHABLE = new Close(4502, "sandbox unreachable");
    static final Close SANDBOX_TIMEOUT = new Close(4504, "sandbox timed out");

    /** What a received close frame says; takes nothing from the frame's reference count. */
    static Close of(CloseWebSocketFrame frame) {
        ByteBuf body = frame.content();
        if (body.readableBytes() < Short.BYTES) {
            return NO_STATUS;
        }
        int start = body.readerIndex();
        String reason = body.toString(start + Short.BYTES, body.readableBytes() - Short.BYTES, StandardCharsets.UTF_8);
        return new Close(body.getUnsignedShort(start), reason);
    }

    /**
     * Whether the code may stand in a close frame: those RFC 6455 section 7.4.1 and the IANA registry allow an endpoint to
     * send, and the ranges of section 7.4.2 for libraries and applications.
     */
    boolean isSendable() {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }

    /** The frame to send; without a body when there is no status to name. */
    CloseWebSocketFrame toFrame() {
        return isSendable() ? new CloseWebSocketFrame(code, reason) : new CloseWebSocketFrame();
    }
}

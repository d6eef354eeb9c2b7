package dev.gastown.terminal.relay.wire;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/** A peer that breaks RFC 6455, or its limits. Its text names the rule and never holds what was sent. */
final class FrameViolation extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient WebSocketCloseStatus status;

    FrameViolation(WebSocketCloseStatus status, String rule) {
        super(rule, null, false, false);
        this.status = status;
    }

    /** 1002, 1007 or 1009. */
    WebSocketCloseStatus status() {
        return status;
    }
}

package dev.gastown.terminal.relay;

import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** What a {@link Leg} tells the relay. Every call comes on the leg's event loop. */
interface LegListener {
    /** A data frame: text, binary or continuation. The listener owns it and must pass it on or release it. */
    void onFrame(WebSocketFrame frame);

    /** What could be read at once has been read: the moment to flush what was passed on. */
    void onReadBurstEnd();

    /** The write queue was full and has room again. */
    void onWritable();

    /** The leg ended by itself; at most once, and not after {@link Leg#close}. */
    void onEnd(LegEnd end);

    /** The TCP connection is gone; once, and last. */
    void onGone();
}

package dev.gastown.terminal.relay;

import dev.gastown.terminal.relay.wire.FrameRun;
import io.netty.buffer.ByteBufHolder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** What a {@link Leg} tells the relay. Every call comes on the leg's event loop. */
interface LegListener {
    /**
     * Data frames: text, binary or continuation. The listener owns them and must pass them on or release them.
     *
     * @param data one {@link WebSocketFrame}, or several as a {@link FrameRun}
     * @param frames how many
     * @param payloadBytes the bytes of their payloads
     */
    void onData(ByteBufHolder data, int frames, int payloadBytes);

    /** What could be read at once has been read: the moment to flush what was passed on. */
    void onReadBurstEnd();

    /** The write queue was full and has room again. */
    void onWritable();

    /**
     * A viewer answered a ping that went out among its data.
     *
     * @param nanos how long that took
     */
    default void onAnswer(long nanos) {}

    /** The leg ended by itself; at most once, and not after {@link Leg#close}. */
    void onEnd(LegEnd end);

    /** The TCP connection is gone; once, and last. */
    void onGone();
}

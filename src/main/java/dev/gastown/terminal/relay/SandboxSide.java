package dev.gastown.terminal.relay;

import io.netty.buffer.ByteBufHolder;

/**
 * The sandbox as a relay sees it: a connection of its own, or a seat at one that several viewers share. All on the relay's
 * event loop.
 */
interface SandboxSide {
    /** Sends data frames, in order; takes ownership. They leave at the next {@link #flush}. */
    void send(ByteBufHolder data);

    /** Hands what was sent to the network. */
    void flush();

    /** Whether more may be sent now; when not, {@link LegListener#onWritable} tells when. */
    boolean isWritable();

    /** The browser takes no more for now. */
    void pause();

    /** The browser takes more again. */
    void resume();

    /** The relay is over. Nothing is heard from this side any more, but {@link LegListener#onGone}. */
    void close(Close close);
}

package dev.gastown.terminal.relay;

import dev.gastown.terminal.relay.wire.FrameRun;

/**
 * Frames of a shared connection, as each of its viewers is given them in order.
 *
 * @param kind what they are
 * @param run the frames, as a viewer gets them
 * @param hello what a viewer gets before them that begins here; null but where a snapshot begins
 */
record SharedItem(Kind kind, FrameRun run, FrameRun hello) {
    /** What an item takes beside its frames, about. */
    private static final int OBJECT_BYTES = 512;

    enum Kind {
        /** Terminal bytes, or a text that the gateway does not know. */
        DATA,
        /** A snapshot follows, for those who asked: it goes on without a gap from what came before. */
        ASKED_SNAPSHOT,
        /** The same, for those too who have not asked yet: nothing comes after it. */
        LAST_SNAPSHOT,
        /** A snapshot follows that everybody needs. */
        SNAPSHOT,
        /** The snapshot is complete. */
        LIVE,
        /** Hello, a size or the exit: short, and of use to those too who have fallen behind. */
        MESSAGE
    }

    SharedItem(Kind kind, FrameRun run) {
        this(kind, run, null);
    }

    /** The same for the viewers of one more event loop; to be released on its own. */
    SharedItem share() {
        return new SharedItem(kind, run.share(), hello == null ? null : hello.share());
    }

    void release() {
        run.release();
        if (hello != null) {
            hello.release();
        }
    }

    /** What it costs while it is on its way, bytes. */
    int cost() {
        return run.content().readableBytes() + OBJECT_BYTES;
    }
}

package dev.gastown.terminal.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * What was sent to a viewer and has not come there as far as is known, told by pings among the data (RFC 6455 section 5.5.2:
 * a peer answers them in their turn). A slow viewer's data would wait in kernels and proxies, which take megabytes: it
 * would watch the past, and a ping behind all that would be answered too late to tell it from a dead one. So no more is sent
 * ahead than a viewer takes in a moment: the window doubles while it is all that holds a viewer up, and halves while what is
 * in it comes late.
 *
 * <p>A viewer that never answered a ping is held up by nothing but its network.
 *
 * <p>Confined to the leg's event loop.
 */
final class InFlight {
    /** The window at the beginning, bytes. */
    static final int FIRST_WINDOW = 128 * 1024;

    /** The smallest window, bytes. */
    static final int LEAST_WINDOW = 32 * 1024;

    /** The largest window, bytes: 20 MB/s at a round trip of 200 ms. */
    static final int MOST_WINDOW = 4 * 1024 * 1024;

    /** Pings in a window of a viewer that is not known to be quick. */
    private static final int PINGS = 16;

    /** Nanoseconds between two pings at a viewer that is: of more there would be nothing to learn. */
    private static final long PAUSE = 100_000_000L;

    /** Bytes behind which there is a ping in any case: the line may be slow from now on. */
    private static final int MOST_WITHOUT_PING = 1024 * 1024;

    /** Pings that may be unanswered: more data than wait for a viewer before its first answer. */
    static final int MOST_UNANSWERED = 512;

    /** An answer within this time, nanoseconds, is a quick one, and lets the window grow. */
    private static final long QUICK = 500_000_000L;

    /** An answer after this time, nanoseconds, makes the window smaller. */
    private static final long LATE = 2_000_000_000L;

    /** What {@link #pong} returns for what answers no ping. */
    static final long NO_ANSWER = -1;

    private static final long NEVER = Long.MAX_VALUE;

    private final Deque<Mark> marks = new ArrayDeque<>(0);
    private int window = FIRST_WINDOW;
    private long sent;
    private long marked;
    private long arrived;

    /** What was sent before the window was last changed says nothing of the new one. */
    private long sentBeforeChange;

    private long pinged;
    private boolean answers;
    private boolean quick;
    private boolean full;

    /** Where the window was full: it grows when what was sent up to here came quickly. */
    private long heldUpAt = NEVER;

    /** A ping: behind which byte it went, and when. */
    private record Mark(long position, long nanos) {}

    /** Into how long pieces data are to be cut, bytes, so that there can be pings between them. */
    int pieceBytes() {
        return quick ? Integer.MAX_VALUE : gap();
    }

    private int gap() {
        return window / PINGS;
    }

    /** Whether a ping is to go out before more data. */
    boolean needsPing(LongSupplier nanos) {
        return sent - marked >= gap()
                && marks.size() < MOST_UNANSWERED
                && !(quick && sent - marked < MOST_WITHOUT_PING && nanos.getAsLong() - pinged < PAUSE);
    }

    /** Whether a ping is to go out though no more data may: its answer is what makes room. */
    boolean needsPingToGoOn() {
        return isFull() && marks.isEmpty();
    }

    /** The payload of a ping that goes out now. */
    ByteBuf ping(long nanos) {
        marked = sent;
        pinged = nanos;
        if (marks.size() == MOST_UNANSWERED) {
            marks.remove();
        }
        if (marks.isEmpty() || marks.getLast().position != sent) {
            marks.add(new Mark(sent, nanos));
        }
        return Unpooled.buffer(Long.BYTES, Long.BYTES).writeLong(sent);
    }

    /** Data were sent. */
    void sent(int bytes) {
        sent += bytes;
        if (bytes() >= window) {
            full = true;
            heldUpAt = Math.min(heldUpAt, sent);
        }
    }

    /**
     * A pong came; one that answers none of these pings changes nothing.
     *
     * @return nanoseconds since its ping, or {@link #NO_ANSWER}
     */
    long pong(ByteBuf payload, long nanos) {
        if (payload.readableBytes() != Long.BYTES) {
            return NO_ANSWER;
        }
        long position = payload.getLong(payload.readerIndex());
        if (marks.isEmpty() || position < marks.getFirst().position || position > marks.getLast().position) {
            return NO_ANSWER;
        }
        // A peer need not answer each ping, only the latest that came.
        Mark answered = marks.remove();
        while (answered.position < position) {
            answered = marks.remove();
        }
        answers = true;
        arrived = answered.position;
        long delay = nanos - answered.nanos;
        quick = delay < QUICK;
        adapt(answered, delay);
        if (arrived == sent) {
            heldUpAt = NEVER;
        }
        full = full && bytes() > window / 2;
        return delay;
    }

    private void adapt(Mark answered, long delay) {
        if (answered.position < sentBeforeChange) {
            return;
        }
        int next = window;
        if (delay > LATE) {
            next = Math.max(LEAST_WINDOW, window / 2);
        } else if (quick && answered.position >= heldUpAt) {
            next = Math.min(MOST_WINDOW, window * 2);
        }
        if (next != window) {
            window = next;
            sentBeforeChange = sent;
            heldUpAt = NEVER;
        }
    }

    /** Whether the viewer is to take some of this before more is sent; from full it takes half a window to be not. */
    boolean isFull() {
        return full && answers;
    }

    /** Whether so many windows and some bytes more are in flight; never for a viewer that never answered a ping. */
    boolean exceeds(int windows, long extraBytes) {
        return answers && bytes() > (long) windows * window + extraBytes;
    }

    private long bytes() {
        return sent - arrived;
    }
}

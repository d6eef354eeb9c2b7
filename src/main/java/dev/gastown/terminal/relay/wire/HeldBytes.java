package dev.gastown.terminal.relay.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * The beginning of a frame whose end has not come. Big pieces of a read are kept as they are, small ones copied together:
 * memory in use is at most {@link #PINNED} times what is held, however a peer cuts its bytes.
 */
final class HeldBytes {
    /** A piece is kept without copying when its buffer is at most so many times its size. */
    static final int PINNED = 4;

    /** Smaller pieces are copied in any case: an object for each would weigh more than they do. */
    private static final int LEAST_PIECE_BYTES = 1024;

    private static final int FIRST_COPY_BYTES = 256;

    private final List<ByteBuf> pieces = new ArrayList<>();

    /** The last piece when it is a copy, to which more can be copied; else null. */
    private ByteBuf growing;

    /** Whether a part of a buffer is so small that keeping the whole buffer for it would be a waste. */
    static boolean isSmall(int bytes, ByteBuf buffer) {
        return (long) bytes * PINNED < buffer.capacity();
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** Keeps a part of a buffer; the buffer stays the caller's. */
    void add(ByteBuf buffer, int from, int to) {
        int bytes = to - from;
        if (bytes == 0) {
            return;
        }
        if (bytes >= LEAST_PIECE_BYTES && !isSmall(bytes, buffer)) {
            pieces.add(buffer.retainedSlice(from, bytes));
            growing = null;
            return;
        }
        if (growing == null) {
            growing = buffer.alloc().buffer(Math.max(FIRST_COPY_BYTES, bytes));
            pieces.add(growing);
        }
        growing.writeBytes(buffer, from, bytes);
    }

    /** What was kept, which is not nothing; from then on nothing is. */
    ByteBuf take(ByteBufAllocator allocator) {
        ByteBuf whole;
        if (pieces.size() == 1) {
            whole = pieces.get(0);
        } else {
            CompositeByteBuf together = allocator.compositeBuffer(pieces.size());
            pieces.forEach(piece -> together.addComponent(true, piece));
            whole = together;
        }
        forget();
        return whole;
    }

    void release() {
        pieces.forEach(ByteBuf::release);
        forget();
    }

    private void forget() {
        pieces.clear();
        growing = null;
    }
}

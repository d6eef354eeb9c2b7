package dev.gastown.terminal.relay;

import java.util.concurrent.TimeUnit;

/**
 * How fast a writer may send, as a bucket that holds one second's bytes: whoever is faster is read later, so that nothing
 * is lost. Confined to the relay's event loop.
 */
final class WriterRate {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int bytesPerSecond;
    private double room;
    private long lastNanos;

    /**
     * @param bytesPerSecond the limit; 0 switches it off
     * @param nowNanos of {@link System#nanoTime}
     */
    WriterRate(int bytesPerSecond, long nowNanos) {
        this.bytesPerSecond = bytesPerSecond;
        this.room = bytesPerSecond;
        this.lastNanos = nowNanos;
    }

    /**
     * Counts bytes that were read.
     *
     * @param nowNanos of {@link System#nanoTime}
     * @return for how long nothing more may be read, nanoseconds; 0 when the writer is within the limit
     */
    long countNanos(int bytes, long nowNanos) {
        if (bytesPerSecond == 0) {
            return 0;
        }
        double refilled = room + (nowNanos - lastNanos) * (double) bytesPerSecond / SECOND_NANOS;
        room = Math.min(bytesPerSecond, refilled) - bytes;
        lastNanos = nowNanos;
        return room >= 0 ? 0 : (long) (-room * SECOND_NANOS / bytesPerSecond);
    }
}

package dev.gastown.terminal.relay;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongConsumer;

/** How long things took, in steps of 100 µs up to 2 s; counted by many threads. */
final class Delays implements LongConsumer {
    private static final int STEP_MICROS = 100;
    private static final int STEPS = 20_000;

    private final AtomicLongArray counts = new AtomicLongArray(STEPS);

    @Override
    public void accept(long micros) {
        counts.incrementAndGet((int) Math.max(0, Math.min(STEPS - 1, micros / STEP_MICROS)));
    }

    /** Counts what another counted. */
    void add(Delays other) {
        for (int i = 0; i < STEPS; i++) {
            counts.addAndGet(i, other.counts.get(i));
        }
    }

    /** How many were counted. */
    long count() {
        long all = 0;
        for (int i = 0; i < STEPS; i++) {
            all += counts.get(i);
        }
        return all;
    }

    /** The time, in milliseconds, within which this share of them was done. */
    double millis(double share) {
        long wanted = (long) Math.ceil(count() * share);
        long seen = 0;
        int step = -1;
        while (seen < wanted) {
            step++;
            seen += counts.get(step);
        }
        return (step + 1) * STEP_MICROS / 1000.0;
    }
}

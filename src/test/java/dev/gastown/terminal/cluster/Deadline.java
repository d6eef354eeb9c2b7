package dev.gastown.terminal.cluster;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what has to come within a promised time. */
final class Deadline {
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(20);

    private Deadline() {}

    /** Waits until a condition holds, and fails with what was awaited when the time is over. */
    static void await(String what, Duration within, BooleanSupplier condition) {
        await(what, within, condition, () -> "");
    }

    /** The same, and tells in the failure how far things had come. */
    static void await(String what, Duration within, BooleanSupplier condition, Supplier<String> state) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > within.toNanos()) {
                throw new AssertionError("Waited " + within.toMillis() / 1_000.0 + " s for " + what + state.get());
            }
            LockSupport.parkNanos(LOOK_INTERVAL.toNanos());
        }
    }
}

package dev.gastown.terminal.relay;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Ticks on one event loop: each tick measures how late it is, which is what everything else on that loop waits as well, and
 * once a second each relay may take a sample. So neither costs a look at the clock for a frame.
 *
 * <p>Confined to the event loop it was made on.
 */
final class LoopTicks {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    /** Ticks between two samples of a relay. */
    private static final int TICKS_A_SAMPLE = 10;

    private final Vertx vertx;
    private final RelayMetrics metrics;
    private final long timer;
    private long dueNanos = System.nanoTime() + INTERVAL.toNanos();
    private int ticks;

    /** Starts. */
    LoopTicks(Vertx vertx, RelayMetrics metrics) {
        this.vertx = vertx;
        this.metrics = metrics;
        this.timer = vertx.setPeriodic(INTERVAL.toMillis(), tick -> tick());
    }

    /** The number of the time, counted in seconds or so, in which a relay may take one sample. */
    int sampleTime() {
        return ticks / TICKS_A_SAMPLE;
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    /** The timer keeps its rate: after a stall the ticks that were missed come at once, each with its own delay. */
    private void tick() {
        metrics.late(Math.max(0, System.nanoTime() - dueNanos));
        dueNanos += INTERVAL.toNanos();
        ticks++;
    }
}

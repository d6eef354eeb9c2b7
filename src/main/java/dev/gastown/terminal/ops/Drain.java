package dev.gastown.terminal.ops;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;

/**
 * The pace at which a node that is about to go sends its browsers away: evenly over the drain time, so that they don't
 * arrive elsewhere all at once.
 */
public final class Drain {
    /** Milliseconds before the first close: load balancers learn first that this node is going away. */
    private static final long LEAD_MILLIS = 1_000;

    /** Milliseconds between two batches of closes. */
    private static final long STEP_MILLIS = 50;

    private Drain() {}

    /**
     * Runs each of the closes, in order, from {@value #LEAD_MILLIS} ms from now on. Safe on any thread; they run on an
     * event loop.
     *
     * @param over the time until the last, at least; 0 closes all when the lead is over
     * @return completes after the last close was begun, with no closes after the lead
     */
    public static Future<Void> spread(Vertx vertx, Collection<Runnable> closes, Duration over) {
        Queue<Runnable> leaving = new ArrayDeque<>(closes);
        Promise<Void> done = Promise.promise();
        long steps = Math.max(1, (over.toMillis() - LEAD_MILLIS) / STEP_MILLIS);
        double perStep = (double) closes.size() / steps;
        int[] step = {0};
        vertx.setPeriodic(LEAD_MILLIS, STEP_MILLIS, timer -> {
            step[0]++;
            int gone = closes.size() - leaving.size();
            for (int due = (int) Math.ceil(perStep * step[0]); gone < due && !leaving.isEmpty(); gone++) {
                leaving.remove().run();
            }
            if (leaving.isEmpty()) {
                vertx.cancelTimer(timer);
                done.complete();
            }
        });
        return done.future();
    }
}

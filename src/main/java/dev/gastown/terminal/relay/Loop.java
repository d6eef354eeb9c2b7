package dev.gastown.terminal.relay;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The thread on which the events of some connections come; those of the same loop need no lock between them. Safe on any
 * thread.
 *
 * @param executor the event loop
 */
record Loop(EventExecutor executor) {
    boolean isHere() {
        return executor.inEventLoop();
    }

    /** Runs a task behind what was given to the loop before. */
    void run(Runnable task) {
        executor.execute(task);
    }

    /** Runs a task at once when this is the loop, else as {@link #run} does. */
    void runNow(Runnable task) {
        if (isHere()) {
            task.run();
        } else {
            run(task);
        }
    }

    void runAfter(Duration delay, Runnable task) {
        executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
}

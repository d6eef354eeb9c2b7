package dev.gastown.terminal.ops;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Whether this node wants new browsers (contract section 7): not before it listens, not while it drains, and not outside
 * the cluster.
 */
public final class Readiness {
    private final BooleanSupplier joined;
    private final AtomicBoolean ready = new AtomicBoolean();

    /** @param joined whether the node is part of its cluster; asked every time, must not block */
    public Readiness(BooleanSupplier joined) {
        this.joined = joined;
    }

    /** Says that the node listens. */
    public void becomeReady() {
        ready.set(true);
    }

    /** Says that the node is about to go. */
    public void drain() {
        ready.set(false);
    }

    /** Whether new browsers are welcome. */
    public boolean isReady() {
        return ready.get() && joined.getAsBoolean();
    }
}

package dev.gastown.terminal.ops;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Whether this node wants new browsers (contract section 7): not before it listens, not while it drains, and not outside
 * the cluster.
 */
public final class Readiness {
    private final BooleanSupplier joined;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.STARTING);

    private enum Phase {
        STARTING,
        READY,
        DRAINING
    }

    /** @param joined whether the node is part of its cluster; asked every time, must not block */
    public Readiness(BooleanSupplier joined) {
        this.joined = joined;
    }

    /**
     * Says that the node listens.
     *
     * @return false when it is about to go already
     */
    public boolean becomeReady() {
        return phase.compareAndSet(Phase.STARTING, Phase.READY);
    }

    /** Says that the node is about to go. */
    public void drain() {
        phase.set(Phase.DRAINING);
    }

    /** Whether new browsers are welcome. */
    public boolean isReady() {
        return phase.get() == Phase.READY && joined.getAsBoolean();
    }
}

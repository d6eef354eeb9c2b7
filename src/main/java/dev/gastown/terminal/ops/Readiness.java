package dev.gastown.terminal.ops;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Whether this node wants new browsers (contract section 7): not before it listens, not while it drains, not outside the
 * cluster, and not before it ever knew its towns. A database that goes down later changes nothing: it would take all nodes
 * away at once, with the terminals that go on without it.
 */
public final class Readiness {
    private final BooleanSupplier able;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.STARTING);

    private enum Phase {
        STARTING,
        READY,
        DRAINING
    }

    /** @param able whether the node has what it needs: its cluster, its towns; asked every time, must not block */
    public Readiness(BooleanSupplier able) {
        this.able = able;
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
        return phase.get() == Phase.READY && able.getAsBoolean();
    }
}

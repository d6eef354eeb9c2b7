package dev.gastown.terminal.ops;

import java.util.concurrent.atomic.AtomicBoolean;

/** Whether this node wants new browsers (contract section 7): not before it listens, and not while it drains. */
public final class Readiness {
    private final AtomicBoolean ready = new AtomicBoolean();

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
        return ready.get();
    }
}

package dev.gastown.terminal.sandbox.tmux;

/**
 * Keeps the control clients of one tmux server from attaching while others detach: every tmux up to 3.7c tells each
 * control client when one detaches, those too that are only about to attach, and that ends the whole server (a null
 * pointer in {@code control_write}; mended in tmux's sources by commit c51da1052 of 2026). Attaching clients don't
 * disturb one another, nor do detaching ones.
 *
 * <p>Somebody waits for a client that attaches, nobody for one that detaches: the former goes first. For any thread that
 * may block.
 */
final class AttachGate {
    private int attaching;
    private int waitingToAttach;
    private int detaching;

    /** Waits until no client detaches. Must be followed by {@link #attached()}. */
    synchronized void beginAttaching() throws InterruptedException {
        waitingToAttach++;
        try {
            while (detaching > 0) {
                wait();
            }
        } finally {
            waitingToAttach--;
        }
        attaching++;
    }

    /** tmux has said the first word to a client, or the client has ended without one. */
    synchronized void attached() {
        attaching--;
        notifyAll();
    }

    /** Waits until no client attaches or wants to. Must be followed by {@link #detached()}. */
    synchronized void beginDetaching() throws InterruptedException {
        while (attaching > 0 || waitingToAttach > 0) {
            wait();
        }
        detaching++;
    }

    /** A client's process is gone. */
    synchronized void detached() {
        detaching--;
        notifyAll();
    }
}

package dev.gastown.terminal.sandbox.tmux;

/** tmux could not do what was asked; the message is fit to be shown to an operator. */
public final class TmuxException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why it could not: three cases an operator mends in three different ways. */
    public enum Reason {
        /** There is no tmux program on this machine. */
        MISSING,
        /** tmux is installed, but no server listens on the socket: no town runs here. */
        NO_SERVER,
        /** The command itself failed. */
        FAILED
    }

    private final Reason reason;

    public TmuxException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

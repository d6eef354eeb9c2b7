package dev.gastown.terminal.relay;

/** A viewer that can't have a seat at a shared connection: it is given one of its own. */
final class NotSharedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotSharedException(String why) {
        super(why, null, false, false);
    }
}

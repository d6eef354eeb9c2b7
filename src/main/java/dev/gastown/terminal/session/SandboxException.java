package dev.gastown.terminal.session;

/** A sandbox that gave no session list. The message is for the people who watch the town; it names no address. */
public final class SandboxException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Kind {
        UNREACHABLE("the sandbox can't be reached"),
        TIMEOUT("the sandbox did not answer in time"),
        REFUSED("the sandbox refused the gateway"),
        NO_TMUX("no tmux server is running in the sandbox"),
        NOT_RUNNING("the town is not running"),
        DIRECTORY_DOWN("the town directory can't be asked right now"),
        GARBAGE("the sandbox's answer is not a session list");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** Whether a sandbox was asked at all. */
        public boolean isTheSandboxs() {
            return this != NOT_RUNNING && this != DIRECTORY_DOWN;
        }
    }

    private final Kind kind;

    /** @param kind what went wrong */
    public SandboxException(Kind kind) {
        super(kind.words, null, false, false);
        this.kind = kind;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }
}

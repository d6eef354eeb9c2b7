package dev.gastown.terminal.relay;

/** A request that gets a plain HTTP answer instead of a socket (contract section 3, "Before the upgrade"). */
final class UpgradeRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Viewer viewer;

    /**
     * @param status the HTTP status
     * @param message for the client; never anything the client sent
     * @param viewer for the audit; null while the ticket has told nothing
     */
    UpgradeRefusedException(int status, String message, Viewer viewer) {
        super(message, null, false, false);
        this.status = status;
        this.viewer = viewer;
    }

    /** The HTTP status: 401, 403, 426 or 503. */
    int status() {
        return status;
    }

    /** Whose ticket it was, or null. */
    Viewer viewer() {
        return viewer;
    }
}

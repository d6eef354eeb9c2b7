package dev.gastown.terminal.relay;

/** A sandbox did not take a socket; says what the browser is to be told. */
final class UpstreamRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Close close;

    UpstreamRefusedException(Close close) {
        super(close.reason(), null, false, false);
        this.close = close;
    }

    /** The close for the browser: 4404, 4406, 4502 or 4504. */
    Close close() {
        return close;
    }
}

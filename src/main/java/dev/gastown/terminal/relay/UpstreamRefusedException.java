package dev.gastown.terminal.relay;

/** A sandbox did not take a socket; says what the browser is to be told. */
final class UpstreamRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final UpstreamFailure failure;

    UpstreamRefusedException(UpstreamFailure failure) {
        super(failure.close().reason(), null, false, false);
        this.failure = failure;
    }

    /** What went wrong. */
    UpstreamFailure failure() {
        return failure;
    }

    /** The close for the browser: 4404, 4406, 4502 or 4504. */
    Close close() {
        return failure.close();
    }
}

package dev.gastown.terminal.web.trpc;

/** A call that ends with a tRPC error. The message goes to the caller as it is. */
public final class TrpcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final TrpcError error;

    /**
     * @param error code and status
     * @param message for the caller; nothing a stranger must not know
     */
    public TrpcException(TrpcError error, String message) {
        super(message, null, false, false);
        this.error = error;
    }

    /** Code and status. */
    public TrpcError error() {
        return error;
    }
}

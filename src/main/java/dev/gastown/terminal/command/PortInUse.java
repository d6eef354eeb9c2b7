package dev.gastown.terminal.command;

import io.vertx.core.Future;
import java.net.BindException;

/** A port that somebody else listens on; the message says which variable chooses another one. */
final class PortInUse extends Exception {
    private static final long serialVersionUID = 1L;

    private PortInUse(int port, String variable) {
        super(
                "port " + port + " is in use: set " + variable + " to another one (0 takes a free one)",
                null,
                false,
                false);
    }

    /** The same deployment, failing with this when its port is taken. */
    static <T> Future<T> named(Future<T> deployment, int port, String variable) {
        return deployment.recover(failure ->
                Future.failedFuture(failure instanceof BindException ? new PortInUse(port, variable) : failure));
    }
}

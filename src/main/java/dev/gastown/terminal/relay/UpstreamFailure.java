package dev.gastown.terminal.relay;

import java.util.Locale;

/** How a sandbox's socket was not to be had: what the browser is told, and the {@code kind} under which it is counted. */
enum UpstreamFailure {
    /** The sandbox answered 404, or there can be no such session. */
    NO_SESSION(Close.NO_SUCH_SESSION),
    /** The sandbox chose another subprotocol than the one offered. */
    NO_SUBPROTOCOL(Close.SUBPROTOCOL_MISSING),
    /** The gateway has no key for the sandbox. */
    NO_KEY(Close.UNREACHABLE),
    /** The sandbox answered something else than 101 and 404: a wrong key, for example. */
    REFUSED(Close.UNREACHABLE),
    /** No connection, or none that speaks WebSocket. */
    UNREACHABLE(Close.UNREACHABLE),
    /** Nothing within {@code limits.upstreamConnectMillis}. */
    TIMEOUT(Close.SANDBOX_TIMEOUT);

    private final Close close;

    UpstreamFailure(Close close) {
        this.close = close;
    }

    /** The close for the browser: 4404, 4406, 4502 or 4504. */
    Close close() {
        return close;
    }

    /** The label's value. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

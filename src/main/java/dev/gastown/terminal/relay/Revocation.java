package dev.gastown.terminal.relay;

import java.util.Locale;

/** Why an open socket is closed with 4403: told to the audit. */
enum Revocation {
    /** The town is no longer the user's, or no longer there. */
    TOWN_LOST(Close.REVOKED),
    /** The town is the user's, but no longer runs. */
    TOWN_NOT_RUNNING(Close.REVOKED),
    /** The user may still watch, but no longer type. */
    WRITE_LOST(Close.REVOKED),
    LOGGED_OUT(Close.LOGIN_OVER),
    LOGIN_EXPIRED(Close.LOGIN_OVER);

    private final Close close;
    private final String reason = name().toLowerCase(Locale.ROOT);

    Revocation(Close close) {
        this.close = close;
    }

    /** What the browser is told. */
    Close close() {
        return close;
    }

    /** The audit's {@code reason}. */
    String reason() {
        return reason;
    }
}

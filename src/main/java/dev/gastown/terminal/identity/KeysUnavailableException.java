package dev.gastown.terminal.identity;

/** Nobody can tell whether a user token is genuine: its issuer's keys can't be had. */
public final class KeysUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    KeysUnavailableException() {
        super("The issuer's keys can't be had", null, false, false);
    }
}

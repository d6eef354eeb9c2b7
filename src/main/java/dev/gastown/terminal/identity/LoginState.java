package dev.gastown.terminal.identity;

/** Whether a login still counts. */
public enum LoginState {
    VALID,
    LOGGED_OUT,
    EXPIRED
}

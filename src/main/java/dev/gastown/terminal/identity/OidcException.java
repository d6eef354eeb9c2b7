package dev.gastown.terminal.identity;

import java.util.Locale;

/** A login that the provider did not make good. Tells nothing of what the provider said. */
public final class OidcException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why, as a label of metrics too. */
    public enum Kind {
        /** The provider, or what it signed, says no: to begin again may help. */
        REFUSED,
        /** The provider can't be asked right now. */
        UNAVAILABLE
    }

    private final Kind kind;

    OidcException(Kind kind) {
        super("login " + kind.name().toLowerCase(Locale.ROOT), null, false, false);
        this.kind = kind;
    }

    /** Why. */
    public Kind kind() {
        return kind;
    }
}

package dev.gastown.terminal.sandbox.attention;

import java.util.Locale;

/** What an agent is up to, as far as its person's attention goes (contract section 4). */
public enum Attention {
    /** It goes on by itself. */
    WORKING,
    /** It asks a question or for a permission, and goes on only when answered. */
    WAITING,
    /** It has done what it was told and is ready for more. */
    DONE,
    /** Its program ended. */
    DEAD;

    /** The word on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.gastown.terminal.session;

import java.util.Locale;

/** How lively a session is (contract section 4). */
public enum Status {
    /** Output within the activity window, 60 s by default. */
    ACTIVE,
    IDLE,
    DEAD;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The word on the wire: {@code active}, {@code idle} or {@code dead}. */
    public String wireName() {
        return wireName;
    }

    /** The status of that name, as {@link #wireName} says it. */
    static Status ofWireName(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}

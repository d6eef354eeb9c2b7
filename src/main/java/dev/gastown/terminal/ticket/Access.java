package dev.gastown.terminal.ticket;

import java.util.Locale;
import java.util.Optional;

/** What a viewer may do with a session (contract section 3). */
public enum Access {
    /** Nothing the browser sends reaches the sandbox. */
    READ,
    /** Data frames pass both ways. */
    WRITE;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The word on the wire: {@code read} or {@code write}. */
    public String wireName() {
        return wireName;
    }

    /** Reads the word on the wire; anything else is empty, never a default. */
    public static Optional<Access> ofWireName(String word) {
        for (Access access : values()) {
            if (access.wireName.equals(word)) {
                return Optional.of(access);
            }
        }
        return Optional.empty();
    }
}

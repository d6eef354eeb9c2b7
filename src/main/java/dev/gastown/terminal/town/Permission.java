package dev.gastown.terminal.town;

import java.util.Locale;
import java.util.Optional;

/** What an owner of a town may do there; the later one includes the earlier. */
public enum Permission {
    /** Watch every session. */
    VIEW,
    /** Type to the Mayor as well. */
    WRITE;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The word in configuration and database: {@code view} or {@code write}. */
    public String wireName() {
        return wireName;
    }

    /** Reads the word; anything else is empty, never a default. */
    public static Optional<Permission> ofWireName(String word) {
        for (Permission permission : values()) {
            if (permission.wireName.equals(word)) {
                return Optional.of(permission);
            }
        }
        return Optional.empty();
    }
}
